from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OrganisationCommon
from ...rpc import RpcCase


@tagged("post_install", "-at_install")
class TestIntegrityCase(OrganisationCommon, RpcCase):
    """Cili's visits are doubted: who decides, who reads it, what becomes of files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user("clerk", "service")
        cls.paper = (
            cls.env["ir.attachment"]
            .with_user(cls.service)
            .create({"name": "Proof", "raw": b"x"})
        )
        cls.cases = cls.env["telecom.integrity.case"]
        cls.case = cls.cases.with_user(cls.service).create(
            {
                "name": "Visits",
                "unit_id": cls.outlet.id,
                "date": "2026-01-31",
                "description": "None of them took place.",
                "evidence_ids": [Command.link(cls.paper.id)],
            }
        )

    def test_only_a_leader_decides(self):
        """Another clerk of the department neither proves nor dismisses it."""
        for user in (self.clerk, self.service):
            for decide in ("action_prove", "action_dismiss"):
                with self._refused(AccessError, "a leader decides"):
                    getattr(self.case.with_user(user), decide)()
        self.case.with_user(self.leader).action_dismiss()
        self.assertEqual(self.case.state, "dismissed")

    @mute_logger("odoo.http")
    def test_nor_by_a_call_from_outside(self):
        _result, refusal = self._call_kw(
            self.clerk, "telecom.integrity.case", "action_prove", self.case.ids
        )
        self.assertIn("a leader decides", refusal)
        self.assertEqual(self.case.state, "draft")

    def test_the_unit_reads_its_own_cases_once_decided(self):
        """The manager of the county reads that of its outlet, and its files."""
        cases = self.cases.with_user(self.county_manager)
        self.assertFalse(cases.search([]))
        other = self.case.copy({"unit_id": self.branch.id})
        other.sudo().state = "approved"
        self.case.with_user(self.leader).action_prove()
        self.assertEqual(cases.search([]), self.case)
        mine = self.case.with_user(self.county_manager)
        self.assertEqual(mine.evidence_ids.raw, b"x")
        for change in (
            lambda: mine.write({"name": "Nothing"}),
            mine.unlink,
            lambda: cases.create({"name": "Mine", "unit_id": self.county.id}),
        ):
            with self._refused((AccessError, UserError), ""):
                change()
        self.assertFalse(self.cases.with_user(self.anna.user_id).has_access("read"))

    def test_files_stand_once_it_is_decided(self):
        """While it is suspected they can be exchanged; then by nobody, by no door."""
        self.paper.with_user(self.service).name = "Proof 1"
        self.case.with_user(self.leader).action_prove()
        for user in (self.service, self.env.ref("base.user_admin")):
            file = self.paper.with_user(user).sudo()
            for change in (
                file.unlink,
                lambda file=file: file.write({"raw": b"y"}),
                lambda file=file: file.write({"name": "Proof 2"}),
                lambda file=file: file.write({"res_id": False}),
            ):
                with self._refused(UserError, "evidence of Visits.*stays as it is"):
                    change()
        self.paper.write({"raw": b"x"})
        self.assertEqual(self.case.evidence_ids, self.paper)
