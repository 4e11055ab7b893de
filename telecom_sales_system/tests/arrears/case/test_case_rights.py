from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-12")
class TestCaseRights(CaseCommon):
    """Who proposes, approves, directs, works on and decides about a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_leader = cls._create_user("second_leader", "leader")
        cls._owe(1000, "2026-01-10")
        cls.case = cls.cases.sudo()._create_cases(
            cls.client, date(2026, 4, 12), cls.company
        )
        cls.case.sudo().reason = "Does not answer"

    def _as(self, user):
        return self.case.with_user(user)

    def test_proposer_does_not_approve(self):
        """A leader proposes; only the other one can approve, or refuse."""
        self._as(self.leader).action_propose()
        for step in ("action_approve", "action_refuse"):
            with self._refused(AccessError, "you proposed it"):
                getattr(self._as(self.leader), step)()
        for user in (self.anna.user_id, self.county_manager, self.service):
            with self._refused(AccessError, "A leader other than the proposer"):
                self._as(user).action_approve()
        self._as(self.second_leader).action_approve()
        self.assertEqual(self.case.state, "blacklisted")
        self.assertEqual(self.case.proposed_by_id, self.leader)
        self.assertEqual(self.case.approved_by_id, self.second_leader)
        self.assertEqual(self.case.blacklisted_on, date(2026, 4, 12))

    def test_proposer_of_a_release_does_not_release(self):
        self._as(self.anna.user_id).action_propose()
        self._as(self.leader).action_approve()
        self._as(self.leader).action_propose_release()
        for step in ("action_release", "action_refuse_release"):
            with self._refused(AccessError, "you proposed it"):
                getattr(self._as(self.leader), step)()
        self._as(self.second_leader).action_release()
        self.assertEqual(self.case.state, "released")
        self.assertEqual(self.case.released_by_id, self.second_leader)

    def test_only_the_next_step(self):
        for step in ("action_approve", "action_refuse", "action_release"):
            with self._refused(UserError, "is “Warning”; this step"):
                getattr(self._as(self.leader), step)()
        self.case.sudo().reason = False
        with self._refused(UserError, "field Reason"):
            self._as(self.anna.user_id).action_propose()

    @users("anna")
    def test_accountable_salesperson_works_only(self):
        """Reason and steps; neither unit, person, deadline, stage nor outcome."""
        case = self.case.with_env(self.env)
        case.write(
            {
                "reason": "Waits for a subsidy",
                "step_ids": [Command.create({"name": "Called", "result": "June"})],
            }
        )
        self.assertEqual(case.step_ids.user_id, self.env.user)
        self.assertFalse(case.may_direct or case.may_decide)
        for vals, message in (
            ({"deadline": "2027-01-01"}, "only a manager of the unit"),
            ({"sales_unit_id": self.city.id}, "only a manager of the unit"),
            ({"salesperson_id": self.bert.id}, "only a manager of the unit"),
            ({"outcome": "none"}, "you answer for it"),
            ({"outcome_note": "Nothing"}, "you answer for it"),
            ({"state": "settled"}, "use the buttons"),
            ({"accountable_id": self.bert.user_id.id}, "use the buttons"),
            ({"opening_amount": 0}, "use the buttons"),
            ({"debt_ids": [Command.clear()]}, "use the buttons"),
            ({"proposed_by_id": self.leader.id}, "use the buttons"),
        ):
            with self.subTest(vals), self._refused(AccessError, message):
                case.write(vals)

    @users("carl")
    def test_deputy_does_not_decide(self):
        with self._refused(AccessError, "or a leader can decide"):
            self.case.with_env(self.env).outcome = "none"

    @users("county_manager", "service")
    def test_those_above_direct_and_decide(self):
        case = self.case.with_env(self.env)
        self.assertTrue(case.may_direct and case.may_decide)
        case.write({"deadline": "2026-06-01", "salesperson_id": self.carl.id})
        self.assertEqual(case.accountable_id, self.carl.user_id)
        with self._refused(ValidationError, "field Decision"):
            case.outcome = "deducted"
        case.write({"outcome": "deducted", "outcome_note": "200 of April"})
        self.assertEqual(case.decided_by_id, self.env.user)
        self.assertEqual(case.decided_on, date(2026, 4, 12))
        case.write({"outcome": False, "outcome_note": False})
        self.assertFalse(case.decided_by_id or case.decided_on)

    @users("leader")
    def test_leader_decides_but_does_not_direct(self):
        case = self.case.with_env(self.env)
        case.outcome = "warning"
        self.assertEqual(case.decided_by_id, self.leader)
        with self._refused(AccessError, "only a manager of the unit"):
            case.deadline = "2026-06-01"

    @users("county_manager")
    def test_accountable_manager_neither_directs_nor_decides(self):
        self.case.sudo().salesperson_id = False
        case = self.case.with_env(self.env)
        self.assertEqual(case.accountable_id, self.env.user)
        with self._refused(AccessError, "only a manager of the unit"):
            case.deadline = "2026-06-01"
        with self._refused(AccessError, "you answer for it"):
            case.outcome = "none"

    def test_over_is_over(self):
        """Reason, steps and deadline stay; what follows can still be decided."""
        step = self.env["telecom.blacklist.step"].with_user(self.anna.user_id)
        step = step.create({"case_id": self.case.id, "name": "Called"})
        self.case.sudo().state = "settled"
        for change in (
            lambda: self._as(self.service).write({"reason": "Other"}),
            lambda: self._as(self.service).write({"deadline": "2027-01-01"}),
            lambda: step.write({"name": "Visited"}),
            lambda: step.with_user(self.service).unlink(),
            lambda: step.create({"case_id": self.case.id, "name": "Visited"}),
        ):
            with self._refused(UserError, "is over"):
                change()
        self._as(self.service).outcome = "none"
        self.assertEqual(self.case.decided_by_id, self.service)

    def test_nobody_speaks_for_another(self):
        """A step is its author's, in the name of nobody else, and stays in its case."""
        steps = self.env["telecom.blacklist.step"]
        vals = {"case_id": self.case.id, "name": "Called"}
        with self._refused(AccessError, "field Taken by"):
            steps.with_user(self.anna.user_id).create(
                vals | {"user_id": self.carl.user_id.id}
            )
        step = steps.with_user(self.anna.user_id).create(vals)
        for user in (self.carl.user_id, self.service, self.leader):
            with self._refused(AccessError, "was taken by anna"):
                step.with_user(user).name = "Never called"
        with self._refused(AccessError, "Recovery Step"):
            steps.with_user(self.bert.user_id).create(vals)

    def test_who_sees_a_case(self):
        """Lead, deputy, managers above, and those who see all; nobody else."""
        sees = {
            user.login: bool(self.cases.with_user(user).search_count([]))
            for user in (
                *(self.anna.user_id, self.bert.user_id, self.carl.user_id),
                *(self.county_manager, self.service, self.leader, self.auditor),
            )
        }
        self.assertEqual([login for login, seen in sees.items() if not seen], ["bert"])
        self.branch.manager_id = self._create_user("branch_manager", "unit_manager")
        cases = self.cases.with_user(self.branch.manager_id)
        self.assertFalse(cases.search_count([]))

    def test_repeat_offender_for_everybody(self):
        """Bert had the first case when he led the client; Anna, who does not see his,
        is told all the same that hers is the second."""
        self.case.sudo().salesperson_id = self.bert
        self.env.flush_all()
        self.case.sudo().write({"state": "settled", "closed_on": date(2026, 4, 12)})
        again = self.cases.sudo()._create_cases(
            self.client, date(2026, 4, 13), self.company
        )
        self.client.write({"client_manager_id": self.bert.id})
        seen = again.with_user(self.anna.user_id)
        self.env.invalidate_all()
        self.assertEqual(self.cases.with_user(self.anna.user_id).search([]), again)
        self.assertEqual(seen.earlier_count, 1)

    def test_queries_of_a_list(self):
        """Amounts now and earlier cases: as many queries for 8 cases as for 1."""
        clients = self.client
        for number in range(7):
            client = self._create_client(f"client {number}", self.county, self.anna)
            self._owe(100, "2026-01-10", client)
            clients |= client
        others = self.cases.sudo()._create_cases(
            clients - self.client, date(2026, 4, 12), self.company
        )
        counts = []
        for cases in (others, self.case, self.case | others):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.read(["overdue_now", "days_overdue_now", "earlier_count", "is_late"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:], "the first filled Odoo's caches")
        self.assertEqual(sum((self.case | others).mapped("overdue_now")), 1700)
