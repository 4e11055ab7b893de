from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import OrganisationCommon
from ...recorder import record_calls


@tagged("post_install", "-at_install")
class TestVisitOverrides(OrganisationCommon):
    """What creating and changing a visit does, in its order.

    A check that comes after the change sees the changed visit; a calendar entry that is
    made before the next step is scheduled shows what was before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.firm = cls.env["res.partner"].create(
            {"name": "Brewery", "is_company": True, "is_small_firm": True}
        )
        cls.visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
        cls.visit = cls.visits.create(
            {"partner_id": cls.firm.id, "start": "2026-03-12 01:00:00"}
        )

    def test_create(self):
        """A new prospect is put on file first; the calendar entry comes last."""
        calls = record_calls(
            self,
            self.visits,
            "_find_prospect",
            "_check_guarded_fields",
            "_sync_event",
            "_check_month_open",
        )
        self.visits.create({"prospect": "Paper Mill", "start": "2026-03-13 01:00:00"})
        self.assertEqual(
            calls,
            [
                "_find_prospect",
                "_check_guarded_fields",
                "_sync_event",
                # of the entry that is put on the visit, under sudo
                "_check_guarded_fields",
                "_check_month_open",
            ],
        )

    def test_write(self):
        """Facts are checked first; what follows is scheduled before the entry moves."""
        calls = record_calls(
            self,
            self.visits,
            "_check_not_final",
            "_check_nothing_follows",
            "_check_guarded_fields",
            "_schedule_next_step",
            "_sync_event",
        )
        self.visit.write(
            {
                "start": "2026-03-12 02:00:00",
                "stop": "2026-03-12 03:00:00",
                "next_step": "visit",
                "next_date": "2026-04-12",
            }
        )
        # guarded fields: of the user's change, then of next_scheduled under sudo
        self.assertEqual(
            [name for name in calls if name != "_check_guarded_fields"],
            ["_check_not_final", "_check_nothing_follows", "_schedule_next_step"]
            + ["_sync_event"],
        )
        self.assertEqual(calls[2], "_check_guarded_fields")

    def test_write_of_a_done_visit(self):
        """Facts of a done visit are refused before its guarded fields are."""
        done = self.visits.create(
            {"partner_id": self.firm.id, "start": "2026-03-09 01:00:00"}
        )
        done.action_done()
        with self.assertRaisesRegex(UserError, "Brewery"):
            done.write({"start": "2026-03-12 02:00:00", "state": "planned"})

    def test_unlink(self):
        """The calendar entry goes after its visit, and does not cancel it before."""
        event = self.visit.event_id
        calls = record_calls(self, self.visits, "action_cancel")
        self.visit.with_user(self.service).unlink()
        self.assertFalse(event.exists())
        self.assertEqual(calls, [])

    def test_several_at_once(self):
        """Each of two visits that are created together has its own entry."""
        visits = self.visits.create(
            [
                {"partner_id": self.firm.id, "start": f"2026-03-{day} 01:00:00"}
                for day in (16, 17)
            ]
        )
        self.assertEqual(len(visits.event_id), 2)
        visits.write({"partner_id": self.firm.id, "next_step": False})
        visits.event_id.partner_ids = [Command.link(self.env.user.partner_id.id)]
        self.assertEqual(len(visits.event_id), 2)
