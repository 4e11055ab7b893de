from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestSalesperson(OrganisationCommon):
    """The file of a salesperson: state, certificate, and where the person works now."""

    def test_state_is_set_by_buttons_only(self):
        """Not even the service department writes the state or its days."""
        anna = self.anna.with_user(self.service)
        for vals in ({"state": "left"}, {"left_on": "2026-03-01"}):
            with self.assertRaisesRegex(AccessError, "use the buttons"):
                anna.write(vals)
        user = self._create_user("carl", "salesperson")
        with self.assertRaisesRegex(AccessError, "field State"):
            anna.create({"user_id": user.id, "state": "registered"})

    def test_import_cannot_set_the_state(self):
        user = self._create_user("carl", "salesperson")
        people = self.env["telecom.salesperson"].with_user(self.service)
        result = people.load(
            ["user_id/.id", "certificate_no", "state"],
            [[str(user.id), "C-9", "registered"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("use the buttons", result["messages"][0]["message"])

    def test_candidate_without_certificate_is_not_registered(self):
        user = self._create_user("carl", "salesperson")
        carl = self.env["telecom.salesperson"].create({"user_id": user.id})
        with self.assertRaisesRegex(UserError, "carl.*field Certificate No."):
            carl._register_salesperson(
                {"date_from": date(2026, 3, 1), "unit_id": self.city.id}
            )

    def test_two_candidates_without_certificate(self):
        """An empty number is no number: it can be there many times."""
        users = [self._create_user(login, "salesperson") for login in ("carl", "dora")]
        people = self.env["telecom.salesperson"].create(
            [{"user_id": user.id, "certificate_no": ""} for user in users]
        )
        self.assertEqual(len(people), 2)

    def test_person_at_work_is_not_archived(self):
        with self.assertRaisesRegex(ValidationError, "anna.*field Active"):
            self.anna.action_archive()
        self.anna._record_departure(date(2026, 3, 1))
        self.anna.action_archive()
        self.assertFalse(self.anna.active)

    def test_deactivated_user_keeps_the_file_and_can_leave(self):
        self.anna.user_id.active = False
        anna = self.anna.with_user(self.service)
        self.assertIn("anna", anna.display_name)
        anna._record_departure(date(2026, 3, 1))
        self.assertEqual(anna.state, "left")

    def test_own_file_of_the_company_in_use(self):
        people = self.env["telecom.salesperson"].with_user(self.anna.user_id)
        self.assertEqual(people._get_own_salesperson(), self.anna)
        self.assertFalse(people.with_user(self.service)._get_own_salesperson())
        other = self.env["res.company"].create({"name": "Other Bureau"})
        self.anna.user_id.company_ids += other
        self.assertFalse(people.with_company(other)._get_own_salesperson())

    def test_renamed_user_renames_the_file(self):
        self.anna.user_id.name = "Anna Li"
        self.assertEqual(self.anna.name, "Anna Li")

    def test_current_assignment(self):
        """Today's row; before the first one the first, after the last one the last."""
        rows = self.anna.assignment_ids
        self.assertEqual(self.anna.assignment_id, rows)
        rows.date_to = "2026-02-28"
        self.assertEqual(self.anna.unit_id, self.county)
        self.anna.assignment_ids = [
            Command.create({"unit_id": self.outlet.id, "date_from": "2026-04-01"})
        ]
        self.assertEqual(self.anna.unit_id, self.county)
        rows.unlink()
        self.assertEqual(self.anna.unit_id, self.outlet)

    def test_planned_move_takes_effect_on_its_day(self):
        """Planned for 1 April; the job of that night carries it out."""
        self.anna._start_assignment(
            {"date_from": date(2026, 4, 1), "unit_id": self.outlet.id}
        )
        people = self.env["telecom.salesperson"]
        with freeze_time("2026-03-31"):
            people._cron_refresh_assignments()
            self.assertEqual(self.anna.unit_id, self.county)
        with freeze_time("2026-04-03"):
            # The job did not run on the day itself, and catches up.
            people._cron_refresh_assignments()
            self.assertEqual(self.anna.unit_id, self.outlet)
            self.assertFalse(self.anna.team_id)
        self.assertEqual(self.bert.unit_id, self.branch)

    def test_day_begins_at_the_company(self):
        """At 16:30 UTC on 31 March it is 1 April in China."""
        self.anna._start_assignment(
            {"date_from": date(2026, 4, 1), "unit_id": self.outlet.id}
        )
        with freeze_time("2026-03-31 16:30:00"):
            self.env["telecom.salesperson"]._cron_refresh_assignments()
            self.assertEqual(self.anna.unit_id, self.county)
            self.env.company.telecom_tz = "Asia/Shanghai"
            self.env["telecom.salesperson"]._cron_refresh_assignments()
            self.assertEqual(self.anna.unit_id, self.outlet)

    def test_imported_people_are_registered_in_one_go(self):
        """Two candidates with number and assignments count from their first day on."""
        people = self.env["telecom.salesperson"].create(
            [
                {
                    "user_id": self._create_user(login, "salesperson").id,
                    "certificate_no": f"C-{login}",
                    "assignment_ids": [
                        Command.create(
                            {"unit_id": self.branch.id, "date_from": "2024-05-01"}
                        )
                    ],
                }
                for login in ("carl", "dora")
            ]
        )
        people.action_register_assigned()
        self.assertEqual(people.mapped("state"), ["registered", "registered"])
        self.assertEqual(set(people.mapped("registered_on")), {date(2024, 5, 1)})

    def test_candidate_without_assignment_is_not_registered(self):
        candidate = self.env["telecom.salesperson"].create(
            {
                "user_id": self._create_user("emil", "salesperson").id,
                "certificate_no": "C-emil",
            }
        )
        with self._refused(UserError, "Assignments: enter both"):
            candidate.action_register_assigned()
        self.assertEqual(candidate.state, "candidate")
