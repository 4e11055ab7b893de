from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ArrearsCommon

NOT_DUE, TO_30, TO_90 = "0", "1", "3"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrearsBalance(ArrearsCommon):
    """What was owed at month ends, kept with the unit of then."""

    def _balances(self, period):
        """Return (unit, seller, bucket, owed, overdue), the largest debt first."""
        return [
            (
                row.sales_unit_id,
                row.user_id,
                row.bucket,
                row.outstanding,
                row.overdue,
            )
            for row in self.env["telecom.arrears.balance"].search(
                [("period_id", "=", period.id)], order="outstanding desc"
            )
        ]

    def test_month_end_by_seller_unit_and_bucket(self):
        """31 January: Anna 1,000 due on the 10th (21 days ago) and 400 due in March.

        Bert 300 due on 1 December (61 days ago), less a credit of 50. Neither client
        has a unit: Anna sold in Cili, Bert in Letters.
        """
        self._invoice(1000, "2026-01-10")
        self._invoice(400, "2026-01-10", invoice_date_due="2026-03-01")
        client = self.partner_b.id
        self._invoice(300, "2025-12-01", self.bert, partner_id=client)
        self._create_payment(50, "2026-01-15", partner_id=client)
        self.january.action_compute()
        anna, bert = self.anna.user_id, self.bert.user_id
        nobody, nowhere = self.env["res.users"], self.env["telecom.sales.unit"]
        self.assertEqual(
            self._balances(self.january),
            [
                (self.county, anna, TO_30, 1000, 1000),
                (self.county, anna, NOT_DUE, 400, 0),
                (self.branch, bert, TO_90, 250, 250),
                (nowhere, nobody, TO_30, 0, 0),  # the payment itself
            ],
        )
        self.assertEqual(self.january.overdue, 1250)

    def test_unit_of_the_client_before_that_of_the_seller(self):
        """Anna of Cili sells to a client of Letters: the debt is that of Letters.

        She moves to Letters on 1 February: an invoice of January to a client without a
        unit stays with Cili.
        """
        self.partner_b.sales_unit_id = self.branch
        self._invoice(100, "2026-01-10", partner_id=self.partner_b.id)
        self._invoice(70, "2026-01-10")
        self._move_person(self.anna, self.branch, "2026-02-01")
        self._invoice(30, "2026-02-10")
        self.february.action_compute()
        units = [(row[0], row[3]) for row in self._balances(self.february)]
        self.assertEqual(
            units, [(self.branch, 100), (self.county, 70), (self.branch, 30)]
        )

    def test_rebuilt_until_closed_then_frozen(self):
        """Owed at the end of January: 100; a payment of 40 dated back takes it to 60.

        After the closing another one of 10 changes the list of that day, not the month.
        """
        invoice = self._invoice(100, "2026-01-10")
        self.january.action_compute()
        self.assertEqual(self.january.overdue, 100)
        self._pay(invoice, "2026-01-20", 40)
        self._close(self.january)
        self.assertEqual(self.january.overdue, 60)
        self._pay(invoice, "2026-01-25", 10)
        self.partner_a.sales_unit_id = self.branch
        with self.assertRaises(UserError):
            self.january.action_compute()
        [row] = self._balances(self.january)
        self.assertEqual(row, (self.county, self.anna.user_id, TO_30, 60, 60))
        [now] = self._overdue("2026-01-31")
        self.assertEqual(now["overdue"], 50)

    def test_ratio_of_a_group_is_that_of_its_sums(self):
        """Anna: 900 of 1,000 owed are overdue, 90 %; Bert: 0 of 200.

        Together 900 of 1,200 are 75 %, not the mean of the rows or of 90 and 0.
        """
        self._invoice(900, "2026-01-10")
        self._invoice(100, "2026-01-10", invoice_date_due="2026-05-01")
        self._invoice(200, "2026-01-10", self.bert, invoice_date_due="2026-05-01")
        self.january.action_compute()
        for model in ("telecom.arrears.item", "telecom.arrears.balance"):
            rows = self.env[model].search([("partner_id", "=", self.partner_a.id)])
            domain = [("id", "in", rows.ids)]
            ratios = dict(
                self.env[model]._read_group(domain, ["user_id"], ["overdue_ratio:avg"])
            )
            with self.subTest(model=model):
                self.assertAlmostEqual(ratios[self.anna.user_id], 0.9)
                self.assertAlmostEqual(ratios[self.bert.user_id], 0)
                [total] = self.env[model].formatted_read_group(
                    domain, [], ["overdue_ratio:avg"]
                )
                self.assertAlmostEqual(total["overdue_ratio:avg"], 0.75)

    def test_several_month_ends_show_their_average(self):
        """Owed and overdue: 100 at the end of January, 400 at that of February.

        Each month shows its own; both together 250, not 500.
        """
        self._invoice(100, "2026-01-10")
        self._invoice(300, "2026-02-10")
        self.january.action_compute()
        self.february.action_compute()
        balances = self.env["telecom.arrears.balance"]
        domain = [("period_id", "in", (self.january + self.february).ids)]
        months = balances._read_group(domain, ["date:month"], ["overdue:sum"])
        self.assertEqual([overdue for _month, overdue in months], [100, 400])
        [total] = balances._read_group(domain, [], ["outstanding:sum", "overdue:sum"])
        self.assertEqual(total, (250, 250))

    def _two_months(self):
        """Client A owes 100 at the end of January, B 300 at that of February; A pays
        on 10 February, B is billed on the 10th: neither has a row in both months."""
        self._pay(self._invoice(100, "2026-01-10"), "2026-02-10")
        self._invoice(300, "2026-02-10", partner_id=self.partner_b.id)
        (self.january + self.february).action_compute()
        return [("period_id", "in", (self.january + self.february).ids)]

    def test_parts_of_an_average_sum_up_to_the_whole(self):
        """On average A owes 50 and B 150, together 200: (100 + 300) / 2."""
        domain = self._two_months()
        balances = self.env["telecom.arrears.balance"]
        clients = balances._read_group(domain, ["partner_id"], ["overdue:sum"])
        self.assertEqual(dict(clients), {self.partner_a: 50, self.partner_b: 150})
        [[total]] = balances._read_group(domain, [], ["overdue:sum"])
        self.assertEqual(total, 200)
        alone = [*domain, ("partner_id", "=", self.partner_a.id)]
        [[mine]] = balances._read_group(alone, [], ["overdue:sum"])
        self.assertEqual(mine, 50, "nothing in February counts too")
        others = [*domain, "!", ("partner_id", "=", self.partner_a.id)]
        [[theirs]] = balances._read_group(others, [], ["overdue:sum"])
        self.assertEqual(theirs, 150)

    def test_pivot(self):
        """Clients by month with all totals, as the pivot asks for them at once; a
        quarter is the average of its month ends."""
        domain = self._two_months()
        total, clients, cells, months, quarters = self.env[
            "telecom.arrears.balance"
        ].formatted_read_grouping_sets(
            domain,
            [
                [],
                ["partner_id"],
                ["partner_id", "date:month"],
                ["date:month"],
                ["date:quarter"],
            ],
            ["overdue:sum", "overdue_ratio:avg"],
        )

        def amounts(groups):
            return sorted(group["overdue:sum"] for group in groups)

        self.assertEqual(amounts(total), [200])
        self.assertEqual(amounts(clients), [50, 150])
        self.assertEqual(amounts(cells), [100, 300])
        self.assertEqual(amounts(months), [100, 300])
        self.assertEqual(amounts(quarters), [200])
        self.assertEqual({group["overdue_ratio:avg"] for group in clients}, {1})

    def test_own_average_of_a_salesperson(self):
        """Bert sees his 300 of February alone; on average of both months 150."""
        self._invoice(100, "2026-01-10")
        self._invoice(300, "2026-02-10", self.bert, partner_id=self.partner_b.id)
        (self.january + self.february).action_compute()
        balances = self.env["telecom.arrears.balance"].with_user(self.bert.user_id)
        [[owed]] = balances._read_group([], [], ["overdue:sum"])
        self.assertEqual(owed, 150)

    def test_list_at_another_day(self):
        """1,000 of 10 January, 400 of it paid on 5 February: 1,000 on 31 January.

        The same items in one transaction: today 600 in the bucket 'over 90 days' (95
        days), then 1,000 in 1-30 (21 days).
        """
        invoice = self._invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-02-05", 400)
        item = self.env["telecom.arrears.item"].search([])
        self.assertEqual((item.outstanding, item.bucket), (600, "4"))
        dialog = Form(self.env["telecom.arrears.day"])
        self.assertEqual(dialog.day, date(2026, 3, 31))
        dialog.day = "2026-01-31"
        action = dialog.save().action_show()
        items = self.env["telecom.arrears.item"].with_context(**action["context"])
        then = items.search([])
        self.assertEqual(then, item)
        self.assertEqual((then.outstanding, then.bucket), (1000, TO_30))
        self.assertEqual((then.days_overdue, item.days_overdue), (21, 95))

    def test_my_arrears(self):
        """Anna finds her 100, not Bert's 200, though she leads the client.

        So she does for another day: at the end of January and before she sold it.
        """
        self.partner_a.client_manager_id = self.anna
        self._invoice(100, "2026-01-10")
        self._invoice(200, "2026-01-10", self.bert)
        self._create_payment(10, "2026-01-11", partner_id=self.partner_b.id)
        items = self.env["telecom.arrears.item"].with_user(self.anna.user_id)
        self.assertEqual(sum(items.search([]).mapped("outstanding")), 300)
        for day, amounts in (("2026-01-31", [100]), ("2026-01-09", [])):
            dialog = self.env["telecom.arrears.day"].with_user(self.anna.user_id)
            dialog = dialog.with_context(telecom_mine=True).create({"day": day})
            action = dialog.action_show()
            domain = safe_eval(action["domain"], {"uid": self.anna.user_id.id})
            then = items.with_context(**action["context"]).search(domain)
            self.assertEqual(then.mapped("outstanding"), amounts)
