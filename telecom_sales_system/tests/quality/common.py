"""The addon's own source, for tests that read it."""

import ast
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


def classes_of(tree):
    """Yield ``(class, its _name or None, its _inherit as a list)`` of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            values = {
                item.targets[0].id: item.value
                for item in node.body
                if isinstance(item, ast.Assign)
                and isinstance(item.targets[0], ast.Name)
                and item.targets[0].id in ("_name", "_inherit")
                and isinstance(item.value, ast.Constant | ast.List)
            }
            values = {name: ast.literal_eval(value) for name, value in values.items()}
            inherited = values.get("_inherit") or []
            inherited = [inherited] if isinstance(inherited, str) else inherited
            yield node, values.get("_name"), inherited
