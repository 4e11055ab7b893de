import ast
from datetime import date

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.fields import Domain
from odoo.tests import tagged

from ..common import ArrearsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrearsAgree(ArrearsCommon):
    """Every paper and screen says the same, and accounting says so, too."""

    def setUp(self):
        """Documents of all kinds, before and after the end of February."""
        super().setUp()
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 3.0), ("2026-02-15", 7.0)]
        )
        term = self.env["account.payment.term"].create(
            {
                "name": "A third now",
                "line_ids": [
                    Command.create({"value_amount": 33.33, "nb_days": 0}),
                    Command.create({"value_amount": 66.67, "nb_days": 45}),
                ],
            }
        )
        paid = self._invoice(1000.01, "2026-01-10")
        self._pay(paid, "2026-02-05", 333.33)
        self._pay(paid, "2026-03-05", 333.33)
        parts = self._invoice(
            777.77, "2026-01-20", self.bert, invoice_payment_term_id=term.id
        )
        self._pay(parts, "2026-03-01", 500)
        foreign = self._invoice(1000, "2026-01-25", currency_id=euro.id)
        self._pay(foreign, "2026-02-20", 400, currency_id=euro.id)
        credited = self._invoice(250, "2026-02-01", self.bert)
        self._refund(credited, "2026-02-27", 60)
        self._refund(credited, "2026-03-03", 50)
        self._invoice(80, "2026-02-10", partner_id=self.partner_b.id)
        self._create_payment(123.45, "2026-02-11")
        self._create_payment(200, "2026-02-12", partner_id=self.partner_b.id)
        self._create_payment(99, "2026-03-11")

    def _sums(self, rows):
        """Return (outstanding, overdue) of rows, to the cent."""
        return tuple(
            round(sum(float(row[figure]) for row in rows), 2)
            for figure in ("outstanding", "overdue")
        )

    def test_open_items_are_the_balance_of_the_general_ledger(self):
        """At every month end, and on days between, whatever was matched later."""
        for day in ("2026-01-31", "2026-02-15", "2026-02-28", "2026-03-02"):
            items = self.env["telecom.arrears.item"].with_context(telecom_as_of=day)
            with self.subTest(day=day):
                residual = sum(items.search([]).mapped("residual"))
                self.assertEqual(round(residual, 2), self._get_book_balance(day))

    def test_statement_list_and_month_end_agree(self):
        """The end of February, per person and in all.

        Client A, in yuan: 1,000.01 - 333.33 = 666.68; 777.77 in two parts; 1,000 EUR at
        3 = 333.33, less 400 EUR (133.33) = 200.00; 250 - 60 = 190: 1,834.45 in all, of
        which 123.45 are paid ahead: 1,711.00. Of 777.77 two thirds, 518.54, fall due on
        6 March only: 1,192.46 are overdue. Client B owes nothing: 200 against 80.
        """
        day = date(2026, 2, 28)
        self.february.action_compute()
        rows = self._overdue("2026-02-28")
        total = self._sums(rows)
        self.assertEqual(total, (1711.00, 1192.46))
        self.assertEqual({row["partner_id"] for row in rows}, {self.partner_a.id})
        balances = self.env["telecom.arrears.balance"].search(
            [("period_id", "=", self.february.id)]
        )
        items = self.env["telecom.arrears.item"].with_context(telecom_as_of=day)
        self.assertEqual(self._sums(balances), total)
        self.assertEqual(self._sums(items.search([])), total)
        self.assertEqual(
            round(sum(balances.mapped("residual")), 2),
            self._get_book_balance("2026-02-28"),
        )
        self.assertEqual(self.february.overdue, total[1])
        debts = self.env["telecom.arrears"]._get_overdue_debts(
            self.env.company, day, self.partner_a
        )
        amounts = [debt["amount"] for debt in debts[self.partner_a.id]]
        self.assertEqual(round(float(sum(amounts)), 2), total[1])
        for person in (self.anna, self.bert):
            own = [row for row in rows if row["user_id"] == person.user_id.id]
            with self.subTest(person=person.name):
                self.assertEqual(self._statement(person), self._sums(own))

    def test_ratio_of_the_list_as_it_opens(self):
        """1,192.46 of 1,711.00 were overdue at the end of February: 69.69 %.

        The menu's own filters leave the debts that are not due in; the first page says
        the same of today.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_arrears_item_action"
        )
        search = etree.fromstring(
            self.env.ref("telecom_sales_system.telecom_arrears_item_view_search").arch
        )
        defaults = ast.literal_eval(action["context"])
        shown = Domain.OR(
            ast.literal_eval(node.get("domain"))
            for node in search.iter("filter")
            if f"search_default_{node.get('name')}" in defaults
        )
        items = self.env["telecom.arrears.item"]
        [group] = items.with_context(telecom_as_of="2026-02-28").formatted_read_group(
            shown, [], ["outstanding:sum", "overdue:sum", "overdue_ratio:avg"]
        )
        self.assertAlmostEqual(group["outstanding:sum"], 1711.00, 2)
        self.assertAlmostEqual(group["overdue_ratio:avg"], 0.6969, 4)
        [group] = items.formatted_read_group(shown, [], ["overdue_ratio:avg"])
        page = self.env["telecom.dashboard"].with_user(self.leader).read_page()
        [ageing] = [block for block in page["blocks"] if block["key"] == "ageing"]
        self.assertIn(f"{100 * group['overdue_ratio:avg']:.1f}%", ageing["note"])

    def test_metrics_agree(self):
        """Metrics of units and people, against the computation of the same day.

        Nobody's client has a unit, so that units are those of the sellers: the city has
        all 1,711.00, of which 1,192.46 overdue: 69.69 %.
        """
        february = (date(2026, 2, 1), date(2026, 2, 28))
        self.february.action_compute()
        owed, overdue, ratio = (
            self.env.ref(f"telecom_sales_system.metric_{name}")
            for name in ("owed", "overdue", "arrears_ratio")
        )
        self.assertEqual(
            [
                float(m._measure_scopes(self.city, *february)[self.city.id])
                for m in (owed, overdue)
            ],
            [1711.00, 1192.46],
        )
        percent = ratio._measure_scopes(self.city, *february)[self.city.id]
        self.assertAlmostEqual(float(percent), 69.69, 2)
        rows = self._overdue("2026-02-28")
        for person, unit in ((self.anna, self.county), (self.bert, self.branch)):
            own = [row for row in rows if row["user_id"] == person.user_id.id]
            for scope in (person, unit):
                with self.subTest(scope=scope.display_name):
                    model, domain = overdue._get_evidence(scope, *february)
                    kept = self.env[model].search(domain)
                    figures = self._sums(own)
                    self.assertEqual(round(sum(kept.mapped("overdue")), 2), figures[1])
                    for metric, figure in zip((owed, overdue), figures, strict=True):
                        measured = metric._measure_scopes(scope, *february)[scope.id]
                        self.assertEqual(float(measured), figure)

    def _statement(self, person):
        report = self.env["report.telecom_sales_system.report_performance_statement"]
        [paper] = report._get_report_values(
            person.ids, {"period_id": self.february.id}
        )["papers"]
        return tuple(round(float(figure), 2) for figure in paper["owed"])

    def test_client_file_says_what_is_overdue_today(self):
        """Today, 15 April: the client file, the list and the one computation."""
        rows = self._overdue("2026-04-15", partners=self.partner_a)
        self.assertEqual(round(self.partner_a.client_overdue, 2), self._sums(rows)[1])
        self.assertGreater(self.partner_a.client_overdue, 0)
        self.assertEqual(self.partner_b.client_overdue, 0)
