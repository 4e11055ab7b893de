from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...recorder import record_calls
from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
class TestCircularOverrides(CircularsCommon):
    """What creating and changing a circular does, in its order."""

    def test_create(self):
        """Guarded fields are refused before figures are read."""
        calls = record_calls(
            self, self.env["telecom.circular"], "_check_guarded_fields", "_take_figures"
        )
        self._draft()
        self.assertEqual(calls[0], "_check_guarded_fields")
        self.assertEqual(calls.count("_take_figures"), 1)

    def test_write(self):
        """The state is checked for the audience, then for the text, then it changes."""
        draft = self._draft()
        calls = record_calls(
            self,
            draft,
            "_check_state",
            "_check_issued_unchanged",
            "_check_guarded_fields",
            "_take_figures",
            "_check_recipients",
        )
        draft.write(
            {
                "title": "Summer Campaign",
                "kind": "other",
                "audience_unit_ids": [Command.set(self.city.ids)],
            }
        )
        self.assertEqual(
            calls,
            [
                "_check_state",
                "_check_issued_unchanged",
                "_check_state",
                "_check_guarded_fields",
                "_take_figures",
                "_check_issued_unchanged",  # of the figures, and so is the next
                "_check_guarded_fields",
                "_check_recipients",
            ],
        )

    def test_write_of_an_issued_one(self):
        """Of an issued circular only the audience changes, and its receipts follow."""
        issued = self._issued()
        calls = record_calls(self, issued, "_sync_receipts", "_check_recipients")
        issued.with_user(self.service).write(
            {"audience_user_ids": [Command.link(self.outsider.id)]}
        )
        self.assertEqual(calls, ["_check_recipients", "_sync_receipts"])
        with self.assertRaises(UserError):
            issued.with_user(self.service).write({"title": "Another"})
