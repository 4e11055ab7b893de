import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files

# Overrides of Odoo's own methods that create, change, delete or read records
CRUD = {
    "create",
    "write",
    "unlink",
    "copy",
    "copy_data",
    "default_get",
    "init",
    "name_create",
    "name_search",
    "load",
    "_search",
    "_search_display_name",
    "_fetch_query",
    "_field_to_sql",
    "_load_records_create",
    "_write",
    "_read_group",
    "_read_group_groupby",
    "_read_group_select",
    "_read_grouping_sets",
    "_commercial_fields",
    "_commercial_sync_from_company",
    "_table_query",
}
SECTIONS = (
    "attributes",
    "defaults",
    "fields",
    "constraints and indexes",
    "computes",
    "checks and onchanges",
    "CRUD",
    "actions",
    "private methods",
)
CONSTRAINT = re.compile(
    r"models\.(Constraint|Index|UniqueIndex)\(|build_\w*constraint\("
)


def get_section(node):
    """Return the section of a member of a model, as an index; None for a docstring."""
    if isinstance(node, ast.Assign):
        value = ast.unparse(node.value)
        if CONSTRAINT.match(value):
            return 3
        if isinstance(node.value, ast.Name) and node.value.id.startswith("_"):
            return 8
        is_field = value.startswith("fields.") or not ast.unparse(
            node.targets[0]
        ).startswith("_")
        return 2 if is_field else 0
    if not isinstance(node, ast.FunctionDef):
        return None
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    if node.name in CRUD or any("ondelete" in name for name in decorators):
        return 6
    if node.name.startswith("_default_"):
        return 1
    if any(name.startswith(("api.constrains", "api.onchange")) for name in decorators):
        return 5
    if node.name.startswith(("_compute_", "_inverse_", "_search_")):
        return 4
    return 8 if node.name.startswith("_") else 7


def find_misplaced(tree):
    """Yield ``(class, line, section)`` of members that stand after a later section."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).startswith("models.") for base in node.bases
        ):
            last = 0
            for member in node.body:
                section = get_section(member)
                if section is not None and section < last:
                    yield node.name, member.lineno, SECTIONS[section]
                last = max(last, section or 0)


@tagged("post_install", "-at_install")
class TestSections(BaseCase):
    """The members of a model stand in core's order, so that one knows where to look."""

    def test_order(self):
        found = [
            (f"{path.relative_to(ADDON)}:{line}", section)
            for path in python_files("models", "wizards")
            for _name, line, section in find_misplaced(ast.parse(path.read_text()))
        ]
        self.assertEqual(found, [])

    def test_sees_what_is_misplaced(self):
        code = """
class A(models.Model):
    _name = "a"
    def write(self, vals): pass
    name = fields.Char()
    def action_open(self): pass
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self): pass
"""
        found = [section for _, _, section in find_misplaced(ast.parse(code))]
        self.assertEqual(found, ["fields", "CRUD"])
