from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged, users

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestWatchPeople(CaseCommon):
    """Who answers, who is told, and what happens between people and the watch."""

    def _people(self, case, kind):
        xmlid = f"telecom_sales_system.mail_activity_type_{kind}"
        activities = case.activity_search([xmlid])
        return sorted(activities.user_id.mapped("login"))

    def test_activities_of_each_stage(self):
        """Lead, deputy and unit manager at every stage, leaders for the proposal."""
        case = self._case_in("warning")
        people = ["anna", "carl", "county_manager"]
        self.assertEqual(self._people(case, "recover"), people)
        self.assertEqual(
            set(case.activity_ids.mapped("summary")), {"Warning: Recover the Debts"}
        )
        self.assertEqual(
            set(case.activity_ids.mapped("date_deadline")), {date(2026, 3, 11)}
        )
        self._watch("2026-04-10")
        self.assertEqual(self._people(case, "recover"), people)
        self.assertEqual(self._people(case, "decide"), ["leader"])

    def test_everybody_can_open_what_they_are_told_of(self):
        case = self._case_in("proposed")
        for activity in case.activity_ids:
            user = activity.user_id
            mine = self.env["mail.activity"].with_user(user)
            found = mine.search([("user_id", "=", user.id)])
            self.assertIn(case.id, found.mapped("res_id"))
            self.assertEqual(
                case.with_user(user).read(["state"])[0]["state"], "proposed"
            )

    def test_people_without_access_are_not_bothered(self):
        """A unit manager without a role in the system cannot open the case."""
        self.county.manager_id = new_test_user(self.env, "guest")
        case = self._case_in("warning")
        self.assertEqual(self._people(case, "recover"), ["anna", "carl"])

    def test_summaries_are_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.anna.user_id.lang = "zh_CN"
        case = self._case_in("warning")
        told = {a.user_id: a.summary for a in case.activity_ids}
        self.assertEqual(told[self.carl.user_id], "Warning: Recover the Debts")
        self.assertEqual(told[self.anna.user_id], "预警: 清收欠费")

    def test_client_without_lead_manager(self):
        """The manager of the unit answers; of an outlet without one, the county's."""
        self.client.write(
            {
                "client_manager_id": False,
                "deputy_manager_id": False,
                "sales_unit_id": self.outlet.id,
            }
        )
        case = self._case_in("warning")
        self.assertFalse(case.salesperson_id)
        self.assertEqual(case.accountable_id, self.county_manager)
        self.assertEqual(self._people(case, "recover"), ["county_manager"])

    def test_client_of_nobody(self):
        """Without lead, unit and manager there is a case all the same."""
        stray = self.env["res.partner"].create({"name": "Stray", "is_company": True})
        self._owe(1000, "2026-01-10", stray)
        self._watch("2026-02-09")
        self.assertEqual(self._case(stray).state, "warning")
        self.assertFalse(self._case(stray).accountable_id)

    def test_handover_and_new_managers(self):
        """A handover leaves the case with Anna; the unit's manager of the day answers
        for an open case without salesperson, and for ever for a closed one."""
        case = self._case_in("warning")
        self.client.write({"deputy_manager_id": False, "client_manager_id": self.carl})
        self.assertEqual(case.accountable_id, self.anna.user_id)
        case.sudo().salesperson_id = False
        self.assertEqual(case.accountable_id, self.county_manager)
        self.county.manager_id = self.leader
        self.assertEqual(case.accountable_id, self.leader)
        case.sudo().state = "settled"
        self.county.manager_id = self.county_manager
        self.env.flush_all()
        self.assertEqual(case.accountable_id, self.leader)

    def test_refused_proposal_waits_for_the_new_deadline(self):
        """Refused on 12 April: until 12 May (30 days) nothing, proposed on 13 May."""
        case = self._case_in("proposed")
        with freeze_time("2026-04-12"):
            case.with_user(self.leader).action_refuse()
        self.assertEqual((case.state, case.deadline), ("circulated", date(2026, 5, 12)))
        self.assertEqual(self._people(case, "decide"), [])
        for night in ("2026-04-12", "2026-04-13", "2026-05-12"):
            self._watch(night)
            self.assertEqual(case.state, "circulated", night)
        self._watch("2026-05-13")
        self.assertEqual(
            (case.state, case.proposed_on), ("proposed", date(2026, 5, 13))
        )

    def test_never_backwards(self):
        """Proposed by hand at 40 days: the watch leaves it; refused, it is a warning
        again and goes on its way."""
        case = self._case_in("warning")
        with freeze_time("2026-02-19"):
            case.reason = "Moved away"
            case.with_user(self.anna.user_id).action_propose()
        self._watch("2026-02-20")
        self.assertEqual(case.state, "proposed")
        with freeze_time("2026-02-21"):
            case.with_user(self.leader).action_refuse()
        self.assertEqual(case.state, "warning")
        self._watch("2026-03-11")
        self.assertEqual((case.state, case.reason), ("circulated", "Moved away"))

    def test_paid_while_its_proposal_waits(self):
        """Paid on 20 April: a leader can no longer approve; the night closes it."""
        case = self._case_in("proposed")
        self._pay(case.debt_ids.move_id, "2026-04-20")
        with freeze_time("2026-04-20"):
            case.invalidate_recordset()
            with self._refused(Exception, "nothing is overdue any more"):
                case.with_user(self.leader).action_approve()
        self._watch("2026-04-20")
        self.assertEqual(case.state, "settled")
        self.assertFalse(case.activity_ids)
        self.assertFalse(case.approved_by_id)

    def test_blacklisted_client_who_paid(self):
        """The watch proposes the release, not while 5 are still overdue by a day; a
        leader decides. Refused, it waits for the deadline of 21 May (30 days)."""
        case = self._case_in("proposed")
        with freeze_time("2026-04-11"):
            case.with_user(self.leader).action_approve()
        self._watch("2026-04-12")
        self.assertEqual(case.state, "blacklisted")
        self._pay(case.debt_ids.move_id, "2026-04-20")
        rest = self._owe(5, "2026-04-19")
        self._watch("2026-04-20")
        self.assertEqual(case.state, "blacklisted")
        self._pay(rest, "2026-04-21")
        self._watch("2026-04-21")
        self.assertEqual(case.state, "release_proposed")
        self.assertEqual(self._people(case, "decide"), ["leader"])
        self.assertEqual(self._people(case, "recover"), [])
        with freeze_time("2026-04-21"):
            case.with_user(self.leader).action_refuse_release()
        self._watch("2026-05-21")
        self.assertEqual(case.state, "blacklisted")
        self._watch("2026-05-22")
        self.assertEqual(case.state, "release_proposed")
        case.with_user(self.leader).action_release()
        self.assertEqual(case.state, "released")
        self.assertFalse(case.activity_ids)

    def _released_soon(self):
        """A case whose release the watch proposed on 21 April, since all is paid."""
        case = self._case_in("proposed")
        with freeze_time("2026-04-11"):
            case.with_user(self.leader).action_approve()
        self._pay(case.debt_ids.move_id, "2026-04-20")
        self._watch("2026-04-21")
        self.assertEqual(case.state, "release_proposed")
        return case

    def test_new_debt_while_a_release_waits(self):
        """70 due on 21 April: a leader cannot release on the 22nd, and the next night
        takes the proposal back; paid on the 24th, it is made again."""
        case = self._released_soon()
        debt = self._owe(70, "2026-04-21")
        with freeze_time("2026-04-22"):
            case.invalidate_recordset()
            with self._refused(UserError, "70.00 have become overdue"):
                case.with_user(self.leader).action_release()
        self._watch("2026-04-23")
        self.assertEqual(case.state, "blacklisted")
        self.assertFalse(case.release_proposed_by_id)
        self.assertIn("New debts are overdue", self._notes(case)[-1])
        self.assertEqual(self._people(case, "decide"), [])
        before = self._everything()
        self._watch("2026-04-23")
        self.assertEqual(self._everything(), before)
        self._pay(debt, "2026-04-24")
        self._watch("2026-04-24")
        self.assertEqual(case.state, "release_proposed")

    def test_release_in_spite_of_a_debt(self):
        """Proposed by a person who knows of the debt, a leader may release."""
        case = self._case_in("proposed")
        with freeze_time("2026-04-11"):
            case.with_user(self.leader).action_approve()
            case.with_user(self.service).action_propose_release()
            self._watch("2026-04-12")
            self.assertEqual(case.state, "release_proposed")
            case.with_user(self.leader).action_release()
        self.assertEqual(case.state, "released")

    def test_opened_by_hand(self):
        """For 10 days overdue; it stays until nothing is overdue, and is then paid."""
        for user in (self.anna.user_id, self.county_manager, self.service):
            with self.subTest(user.login):
                client = self._create_client(user.login, self.county, self.anna)
                self._open_by_hand(client.with_user(user))

    def _open_by_hand(self, client):
        invoice = self._owe(1000, "2026-05-05", client)
        self.assertTrue(client.client_may_open_case)
        client.action_start_case()
        case = self._case(client)
        self.assertEqual(
            (case.opening_amount, case.threshold, case.create_uid),
            (1000, 1, client.env.user),
        )
        name = client.env.user.name
        self.assertIn(f"Opened by hand by {name}", self._notes(case)[-1])
        with self._refused(Exception, "has an open arrears case already"):
            client.action_start_case()
        self._watch("2026-05-16")
        self.assertEqual(case.state, "warning")
        self._pay(invoice, "2026-05-17")
        self._watch("2026-05-17")
        self.assertEqual(case.state, "settled")
        client.invalidate_recordset()
        with self._refused(Exception, "no overdue debts"), freeze_time("2026-05-17"):
            client.action_start_case()

    @users("carl", "bert", "leader", "auditor")
    def test_not_opened_by_others(self):
        self._owe(1000, "2026-05-05")
        client = self.client.with_env(self.env)
        self.assertFalse(client.client_may_open_case)
        with self._refused(Exception, "can open a case"):
            client.action_start_case()
