from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestConduct(OrganisationCommon):
    """Incidents are reported by one, confirmed by another, answered by the person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = (
            cls.env["telecom.conduct.incident"]
            .with_user(cls.county_manager)
            .create(
                {
                    "name": "False visit",
                    "salesperson_id": cls.anna.id,
                    "date": "2026-01-20",
                    "kind": "honesty",
                    "gravity": "grave",
                    "description": "The client saw nobody",
                }
            )
        )

    def _attach(self):
        photo = {"name": "letter.txt", "raw": b"Nobody came"}
        self.incident.evidence_ids = [Command.create(photo)]

    def test_unit_of_the_day(self):
        """Anna moves on 1 February; the incident of January stays with Cili."""
        self.assertEqual(self.incident.unit_id, self.county)
        self.anna.sudo().assignment_ids.date_to = "2026-01-31"
        self.env["telecom.salesperson.assignment"].sudo().create(
            {
                "salesperson_id": self.anna.id,
                "unit_id": self.branch.id,
                "grade_id": self.grade.id,
                "date_from": "2026-02-01",
            }
        )
        self.assertEqual(self.incident.unit_id, self.county)

    def test_needs_evidence_and_another_person(self):
        incident = self.incident
        with self._refused(UserError, "False visit, field Evidence"):
            incident.with_user(self.leader).action_confirm()
        self._attach()
        with self._refused(AccessError, "somebody else has to approve"):
            incident.with_user(self.county_manager).action_confirm()
        incident.with_user(self.leader).action_confirm()
        self.assertEqual(incident.state, "approved")
        with self._refused(UserError, "is “Confirmed” and stays as it is"):
            incident.with_user(self.service).write({"gravity": "minor"})

    def test_person_answers_and_changes_nothing_else(self):
        own = self.incident.with_user(self.anna.user_id)
        own.answer = "I was at the back door"
        for vals in ({"gravity": "minor"}, {"state": "dismissed"}):
            with self._refused(AccessError, "about you|buttons"):
                own.write(vals)
        with self._refused(AccessError, "only anna"):
            self.incident.with_user(self.service).answer = "Admitted"
        with self._refused(AccessError, "somebody else must decide"):
            own.action_dismiss()

    def test_withdrawn_by_who_reported_it(self):
        """Not by the person concerned, a manager herself, nor by another manager."""
        self.city.manager_id = self._create_user("city_manager", "unit_manager")
        self.env.flush_all()
        with self._refused(AccessError, "False visit: county_manager.* reported it"):
            self.incident.with_user(self.city.manager_id).unlink()
        self.anna.user_id.group_ids += self.env.ref(
            "telecom_sales_system.group_telecom_unit_manager"
        )
        self.county.manager_id = self.anna.user_id
        self.env.flush_all()
        with self._refused(AccessError, "about you"):
            self.incident.with_user(self.anna.user_id).unlink()
        self.county.manager_id = self.county_manager
        self.env.flush_all()
        self.incident.copy().unlink()
        self.incident.with_user(self.service).unlink()

    def test_manager_of_the_day_keeps_it(self):
        """Anna moves to Letters: what she did in Cili stays Cili's, and only its."""
        self.branch.manager_id = self._create_user("branch_manager", "unit_manager")
        self.anna.sudo().assignment_ids.date_to = "2026-01-31"
        self.env["telecom.salesperson.assignment"].sudo().create(
            {
                "salesperson_id": self.anna.id,
                "unit_id": self.branch.id,
                "grade_id": self.grade.id,
                "date_from": "2026-02-01",
            }
        )
        self.env.flush_all()
        incidents = self.env["telecom.conduct.incident"]
        seen = {
            user.login: incidents.with_user(user).search_count([])
            for user in (self.county_manager, self.branch.manager_id)
        }
        self.assertEqual(seen, {"county_manager": 1, "branch_manager": 0})

    @users("bert")
    def test_colleagues_see_nothing(self):
        self.assertFalse(self.env["telecom.conduct.incident"].search([]))

    def test_state_has_no_other_door(self):
        with self._refused(AccessError, "use the buttons"):
            self.incident.with_user(self.service).state = "approved"
