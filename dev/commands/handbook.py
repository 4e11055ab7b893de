"""Write the handbook's pages as HTML into the addon."""

from dev.commands.lint import tool


def main(_options):
    """Run dev.handbook.pages in the venv."""
    return tool("dev.handbook.pages")
