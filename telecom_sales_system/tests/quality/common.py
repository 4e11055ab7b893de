"""The addon's own source, for tests that read it."""

from pathlib import Path

ADDON = Path(__file__).parents[2]
NAME = ADDON.name


def python_files(*folders):
    """Source files of the addon, or of some of its folders; never those of tests."""
    roots = [ADDON / folder for folder in folders] or [ADDON]
    paths = (path for root in roots for path in sorted(root.rglob("*.py")))
    return [p for p in paths if "tests" not in p.relative_to(ADDON).parts]


def camel_case(model_name):
    """``telecom.sales.unit`` -> ``TelecomSalesUnit``."""
    return "".join(
        part[:1].upper() + part[1:] for part in model_name.replace("_", ".").split(".")
    )
