"""Rewrite files in the house style; name paths to rewrite those alone."""

from dev.checks import prettier
from dev.commands.lint import tool


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("paths", nargs="*", default=["."])


def main(options):
    """Let ruff and prettier rewrite what they can."""
    paths = [path.rstrip("/") for path in options.paths]
    fixed = tool("ruff", "check", "--fix", "--output-format=concise", *paths)
    rewritten = tool("ruff", "format", *paths)
    return rewritten or prettier.run("--write", paths) or fixed
