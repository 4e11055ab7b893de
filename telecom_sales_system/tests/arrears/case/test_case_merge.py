from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-12")
class TestCaseMerge(CaseCommon):
    """Two files of one client, each with its cases, become one."""

    def _merge(self, *clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        ids = [client.id for client in clients]
        wizard._merge(ids, clients[0], extra_checks=False)
        self.env.invalidate_all()

    def test_the_severer_of_two_open_cases_goes_on(self):
        """Brewery 31 days late, its double 92: the proposal of the double goes on."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self._owe(100, "2026-03-12")
        self._owe(200, "2026-01-10", double)
        self._watch("2026-04-12")
        mild, severe = self._case(), self._case(double)
        self.assertEqual((mild.state, severe.state), ("warning", "proposed"))
        self._merge(self.client, double)
        self.assertEqual((mild | severe).partner_id, self.client)
        self.assertEqual((mild.state, severe.state), ("merged", "proposed"))
        self.assertEqual(mild.closed_on, date(2026, 4, 12))
        self.assertFalse(mild.activity_ids)
        self.assertIn(severe.name, self._notes(mild)[-1])
        self.assertIn(mild.name, self._notes(severe)[-1])
        self.assertEqual(severe.overdue_now, 300)
        self.assertEqual(mild.debt_ids.amount, 100)
        self._watch("2026-04-12")
        self.assertEqual(self.cases.search_count([]), 2)

    def test_closed_cases_are_kept(self):
        """One paid case on each side: both are the client's history."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        for client in (self.client, double):
            self._pay(self._owe(100, "2026-01-10", client), "2026-03-01")
        self._watch("2026-02-10")
        self._watch("2026-03-01")
        self._merge(self.client, double)
        self.assertEqual(self.client.client_case_count, 2)
        action = self.client.action_open_cases()
        cases = self.cases.search(action["domain"])
        self.assertEqual(cases.mapped("state"), ["settled", "settled"])

    def test_merged_cases_make_no_repeat_offender(self):
        """A merged case is the same debt twice, not a second fall into arrears."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self._owe(100, "2026-03-12")
        self._owe(200, "2026-01-10", double)
        self._watch("2026-04-12")
        mild, severe = self._case(), self._case(double)
        self.assertLess(mild.id, severe.id)
        self._merge(self.client, double)
        self.assertEqual(severe.earlier_count, 0)
        self.assertFalse(self.cases.search(severe.action_open_earlier()["domain"]))

    def test_the_parent_knows_of_the_case(self):
        """The button counts it, opens it and offers no second one; the wall names the
        debt, which is the parent's now."""
        invoice = self._owe(100, "2026-03-12")
        self._watch("2026-04-12")
        case = self._case()
        group = self._create_client("Brewery Group", self.county, self.anna)
        self.client.write({"is_company": False, "parent_id": group.id})
        self.env.invalidate_all()
        self.assertEqual(group.client_case_count, 1)
        self.assertFalse(group.client_may_open_case)
        found = self.cases.search(group.action_open_cases()["domain"])
        self.assertEqual(found, case)
        with self._refused(UserError, "has an open arrears case already"):
            group.action_start_case()
        self.assertIn(invoice.name, case._get_notice(with_debts=5))
        self._pay(invoice, "2026-04-13")
        self._watch("2026-04-13")
        self._owe(50, "2026-03-14", group)
        self._watch("2026-04-14")
        self.assertEqual(self._case(group).earlier_count, 1)

    def test_client_that_comes_under_a_parent(self):
        """Its debts are then the parent's; the case is not taken for paid, and the
        parent gets no second one for them."""
        self._owe(100, "2026-03-12")
        self._watch("2026-04-12")
        case = self._case()
        group = self._create_client("Brewery Group", self.county)
        self.client.write({"is_company": False, "parent_id": group.id})
        self._watch("2026-04-13")
        self.assertEqual(case.state, "warning")
        self.assertEqual(case.overdue_now, 100)
        self.assertFalse(self._case(group))
