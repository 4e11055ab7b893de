import ast

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files
from .verbs import VERBS

# Methods of Odoo that are overridden, named by Odoo
OVERRIDDEN = {
    "_commercial_fields",
    "_commercial_sync_from_company",
    "_confirmation_error_message",
    "_document_check_access",
    "_field_store_repr",
    "_field_to_sql",
    "_file_write",
    "_for_xml_id",
    "_merge",
    "_message_get_suggested_recipients_batch",
    "_portal_ensure_token",
    "_search",
    "_table_query",
    "_to_http_stream",
}
# The day of the bureau, on the host's model res.company: the prefix keeps these apart
# from what other addons put there, and one looks for them by it.
BUREAU = {
    "_telecom_day_domain",
    "_telecom_day_span",
    "_telecom_day_sql",
    "_telecom_local",
    "_telecom_moment",
    "_telecom_moment_sql",
    "_telecom_today",
    "_telecom_today_sql",
    "_telecom_zone",
}


@tagged("post_install", "-at_install")
class TestNames(BaseCase):
    """A method's name says what it does where it is called: a verb and its object."""

    def test_private_methods(self):
        found = [
            f"{path.relative_to(ADDON)}: {node.name}"
            for path in python_files()
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef) and self._is_unclear(node.name)
        ]
        self.assertEqual(found, [])

    def test_sees_what_it_should(self):
        for name in ("_of", "_rebuild", "_figures", "_card_message", "_go"):
            with self.subTest(name=name):
                self.assertTrue(self._is_unclear(name))
        for name in ("_get_facts", "__init__", "action_open", "_table_query"):
            with self.subTest(name=name):
                self.assertFalse(self._is_unclear(name))

    def _is_unclear(self, name):
        if not name.startswith("_") or name.startswith("__"):
            return False
        if name in OVERRIDDEN | BUREAU:
            return False
        verb, *words = name.strip("_").split("_")
        return not words or verb not in VERBS
