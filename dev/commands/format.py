"""Rewrite files in the house style."""

from dev.checks import prettier
from dev.commands.lint import tool


def main(_options):
    """Let ruff and prettier rewrite what they can."""
    fixed = tool("ruff", "check", "--fix", "--quiet", ".")
    return tool("ruff", "format", ".") or prettier.run("--write") or fixed
