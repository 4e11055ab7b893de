from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerAttribution(LedgerCommon):
    """Whose performance it is: of the invoice's salesperson, on the invoice date."""

    def _compute_sale(self, day="2026-01-10", **vals):
        invoice = self._create_customer_invoice(1000, day, **vals)
        self._pay(invoice, "2026-01-25")
        self.january.action_compute()
        return self._entries(self.january)

    def test_salesperson_moved_mid_month(self):
        """Anna moves on the 16th: the sale of the 15th is the county's, the one of the
        16th the branch's, though both are paid after it."""
        self._move_person(self.anna, self.branch, "2026-01-16")
        for day in ("2026-01-15", "2026-01-16"):
            self._pay(self._create_customer_invoice(1000, day), "2026-01-25")
        self.january.action_compute()
        found = [(e.unit_id, e.team_id, e.cash) for e in self._entries(self.january)]
        self.assertEqual(
            found,
            [
                (self.county, self.team, 1000),
                (self.branch, self.env["crm.team"], 1000),
            ],
        )
        self.assertEqual(self._entries(self.january).salesperson_id, self.anna)

    def test_unregistered_salesperson_leaves_it_to_the_clients_unit(self):
        """The service clerk sells without a registration: the client's unit has it."""
        self.partner_a.sales_unit_id = self.outlet
        entry = self._compute_sale(invoice_user_id=self.service.id)
        self.assertEqual(entry.attribution, "client_unit")
        self.assertEqual(entry.unit_id, self.outlet)
        self.assertFalse(entry.salesperson_id)
        self.assertFalse(entry.is_full_time)
        problem = self.january.problem_ids
        self.assertEqual((problem.record_count, problem.amount), (1, 1000))
        self.assertFalse(problem.blocking)

    def test_candidate_with_an_assignment_is_not_registered_yet(self):
        """Imported with an assignment: the sale is hers only once she is registered."""
        candidate = self.env["telecom.salesperson"].create(
            {
                "user_id": self.service.id,
                "certificate_no": "C-010",
                "assignment_ids": [
                    Command.create(
                        {"unit_id": self.county.id, "date_from": "2026-01-01"}
                    )
                ],
            }
        )
        entry = self._compute_sale(person=candidate)
        self.assertEqual(entry.attribution, "unassigned")
        self.assertFalse(entry.salesperson_id)
        candidate.action_register_assigned()
        self.january.action_compute()
        entry = self._entries(self.january)
        self.assertEqual(
            (entry.salesperson_id, entry.unit_id), (candidate, self.county)
        )

    def test_unit_of_another_company_serves_nobody_here(self):
        """A client of two companies has its unit in the other one: unassigned here."""
        other = self.env["res.company"].create({"name": "Other"})
        self.partner_a.sales_unit_id = self.env["telecom.sales.unit"].create(
            {"name": "Abroad", "code": "AB", "kind": "city", "company_id": other.id}
        )
        entry = self._compute_sale(invoice_user_id=False)
        self.assertEqual(entry.attribution, "unassigned")
        self.assertFalse(entry.unit_id)

    def test_sale_before_the_first_assignment(self):
        """Registered from 15 January: the sale of the 10th is not yet hers."""
        late = self._create_salesperson(
            "late", "C-009", self.county, since="2026-01-15"
        )
        entry = self._compute_sale(person=late)
        self.assertEqual(entry.attribution, "unassigned")

    def test_sale_after_the_salesperson_left(self):
        """The last day, 10 January, still counts; the 11th does not."""
        self.anna._record_departure(self.january.date_from.replace(day=10))
        self._pay(self._create_customer_invoice(1000, "2026-01-10"), "2026-01-25")
        self._compute_sale("2026-01-11")
        self.assertEqual(
            self._entries(self.january).mapped("attribution"),
            ["salesperson", "unassigned"],
        )

    def test_nobody_is_listed_and_conserved(self):
        """No salesperson, no client unit: 1,000 stay in the ledger, unassigned."""
        entry = self._compute_sale(invoice_user_id=False)
        self.assertEqual(entry.attribution, "unassigned")
        self.assertEqual((entry.cash, entry.converted_profit), (1000, 350))
        problem = self.january.problem_ids
        self.assertEqual((problem.record_count, problem.amount), (1, 1000))
        action = problem.action_open_records()
        self.assertEqual(action["res_model"], "telecom.performance.entry")
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), entry)
        self.january.action_close()
        self.assertEqual(self.january.state, "closed")

    def test_client_is_the_company_of_the_contact(self):
        """An invoice to a contact belongs to its company, and to that one's unit."""
        self.partner_a.write({"is_company": True, "sales_unit_id": self.outlet.id})
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.partner_a.id}
        )
        entry = self._compute_sale(partner_id=contact.id, invoice_user_id=False)
        self.assertEqual(entry.partner_id, self.partner_a)
        self.assertEqual(entry.unit_id, self.outlet)

    def test_two_companies_with_the_same_salesperson(self):
        """Anna's user sells 1,000 here and 500 in another company, where she is
        registered with another unit: each ledger has its own."""
        other = self.setup_other_company()["company"]
        user = self.anna.user_id
        user.write({"company_ids": [(4, other.id)]})
        there = self.env["telecom.sales.unit"].create(
            {"name": "Abroad", "code": "AB", "kind": "city", "company_id": other.id}
        )
        twin = self.env["telecom.salesperson"].create(
            {"user_id": user.id, "certificate_no": "X-1", "company_id": other.id}
        )
        twin._register_salesperson(
            {"date_from": self.january.date_from, "unit_id": there.id}
        )
        category = self.letter_product.categ_id.with_company(other)
        category.own_revenue_line_id = self.letters
        period = self.env["telecom.period"].create(
            {"date_from": "2026-01-01", "company_id": other.id}
        )
        abroad = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": other.id,
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-01-10",
                    "invoice_user_id": user.id,
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.letter_product.id,
                                "price_unit": 500,
                                "tax_ids": False,
                            },
                        )
                    ],
                }
            )
        )
        abroad.action_post()
        self._pay(abroad, "2026-01-25")
        here = self._compute_sale()
        self.assertEqual((here.cash, here.salesperson_id), (1000, self.anna))
        period.action_compute()
        entry = period.entry_ids
        self.assertEqual((entry.cash, entry.salesperson_id), (500, twin))
        self.assertEqual(entry.unit_id, there)
        self.assertFalse(period.problem_ids)
