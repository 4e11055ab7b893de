import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files

READS = re.compile(r"action_(open|download|export|print)(_|$)")
WRITES = {
    # Who opens a circular by the receipt has read it.
    "models/circulars/receipt/telecom_circular_receipt.py: action_open_circular",
    # The workbook of a large month is ordered, and built in the background.
    "models/circulars/close/telecom_period.py: action_download_workbook",
}


@tagged("post_install", "-at_install")
class TestReadonly(BaseCase):
    """Methods that only open, download or print can be answered by a replica."""

    def test_methods_that_read_say_so(self):
        found = {
            f"{path.relative_to(ADDON)}: {method.name}"
            for path in python_files("models")
            for method in ast.walk(ast.parse(path.read_text()))
            if isinstance(method, ast.FunctionDef)
            and READS.match(method.name)
            and "api.readonly" not in map(ast.unparse, method.decorator_list)
        }
        self.assertEqual(found, WRITES)
