from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestExperience(OrganisationCommon):
    """Cases are their author's until they are published, then everybody's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.note = (
            cls.env["telecom.experience.note"]
            .with_user(cls.anna.user_id)
            .create(
                {
                    "name": "Labels for the brewery",
                    "body": "<p>Three visits and a <b>sample</b> run</p>",
                    "tag_ids": [Command.create({"name": "Tender"})],
                }
            )
        )

    def _found(self, user, word):
        notes = self.env["telecom.experience.note"].with_user(user)
        return notes.search([("display_name", "ilike", word)])

    def test_unit_of_the_author(self):
        self.assertEqual(self.note.unit_id, self.county)

    def test_published_cases_are_found_by_any_word(self):
        for user in (self.bert.user_id, self.leader, self.auditor):
            self.assertFalse(self._found(user, "brewery"))
        self.note.action_publish()
        for user in (self.bert.user_id, self.leader, self.auditor):
            for word in ("brewery", "sample run", "tender"):
                with self.subTest(user=user.login, word=word):
                    self.assertEqual(self._found(user, word), self.note)
            self.assertFalse(self._found(user, "bakery"))

    def test_colleagues_read_and_do_not_write(self):
        self.note.action_publish()
        with self._refused(AccessError, "telecom.experience.note|modify"):
            self.note.with_user(self.bert.user_id).name = "Mine"
        with self._refused(UserError, "published already"):
            self.note.action_publish()
        with self._refused(AccessError, "use the buttons"):
            self.note.is_published = False
        self.note.action_withdraw()
        self.assertFalse(self._found(self.bert.user_id, "brewery"))
