from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged, users

from ...common import PerformanceCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@tagged("post_install", "-at_install")
class TestVisitMetrics(PerformanceCommon):
    """Small firms visited in March, and what they bought then for the first time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.firms = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_small_firm": True}
                for name in ("Bakery", "Tailor", "Printer")
            ]
        )
        cls.bakery, cls.tailor, cls.printer = cls.firms
        cls.metric = cls.env.ref("telecom_sales_system.metric_small_firms")
        cls.revenue = cls.env.ref("telecom_sales_system.metric_small_firm_revenue")

    def _visited(self, firm, person, moment, kind=None):
        with freeze_time(moment):
            visits = self.env["telecom.visit"].with_user(person.user_id)
            vals = {"partner_id": firm.id, "start": moment}
            visit = visits.create(vals | ({"kind": kind} if kind else {}))
            visit.action_done()
        return visit

    def _bill(self, firm, amount, day, **vals):
        return self._create_customer_invoice(amount, day, partner_id=firm.id, **vals)

    def test_different_firms(self):
        """Anna: bakery twice (once its owner), tailor: 2; Bert: bakery: 1; city: 2.

        A planned visit and one of February do not count."""
        owner = self.env["res.partner"].create(
            {"name": "Owner", "parent_id": self.bakery.id, "is_small_firm": True}
        )
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        self._visited(owner, self.anna, "2026-03-09 01:00:00")
        self._visited(self.tailor, self.anna, "2026-03-03 01:00:00")
        self._visited(self.bakery, self.bert, "2026-03-04 01:00:00")
        self._visited(self.printer, self.bert, "2026-02-27 01:00:00")
        visits = self.env["telecom.visit"].with_user(self.bert.user_id)
        visits.create({"partner_id": self.printer.id, "start": "2026-03-05 01:00:00"})
        people = self.metric._measure_scopes(self.anna | self.bert, *MARCH)
        self.assertEqual(people, {self.anna.id: 2, self.bert.id: 1})
        units = self.metric._measure_scopes(self.city | self.county, *MARCH)
        self.assertEqual(units, {self.city.id: 2, self.county.id: 2})

    def test_firms_are_those_of_the_client_file(self):
        """Anna visits the bakery, a silver client, twice as a key client; the tailor as
        a cold visit; the printer, whose tick is off by now, as a small firm; the mill,
        which is none, cold: 2 firms, 3 visits. Of the city 4: Bert was at the tailor's.
        """
        mill = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        self.bakery.sudo().tier_id = self.env["telecom.client.tier"].search([], limit=1)
        for firm, kind, day in (
            (self.bakery, "key_client", "02"),
            (self.bakery, "key_client", "09"),
            (self.tailor, "cold", "03"),
            (self.printer, "small_firm", "04"),
            (mill, "cold", "05"),
        ):
            visit = self._visited(firm, self.anna, f"2026-03-{day} 01:00:00", kind)
            self.assertEqual(visit.kind, kind)
        self._visited(self.tailor, self.bert, "2026-03-06 01:00:00", "cold")
        self.printer.is_small_firm = False
        visits = self.env.ref("telecom_sales_system.metric_small_firm_visits")
        for metric, anna, city in ((self.metric, 2, 2), (visits, 3, 4)):
            for scope, number in ((self.anna, anna), (self.city, city)):
                figure = metric._measure_scopes(scope, *MARCH)[scope.id]
                model, domain = metric._get_evidence(scope, *MARCH)
                self.assertEqual(figure, number)
                self.assertEqual(self.env[model].search_count(domain), number)

    def test_new_revenue_of_a_small_firm_whatever_the_kind_of_visit(self):
        """The tailor was visited cold, and buys for 800; the mill is no small firm."""
        mill = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        for firm in (self.tailor, mill):
            self._visited(firm, self.anna, "2026-03-03 01:00:00", "cold")
            self._bill(firm, 800, "2026-03-10")
        self._assert_new(MARCH, 800)

    def test_month_of_the_local_day(self):
        """17:00 UTC on 28 February is 1 March in Shanghai."""
        self._visited(self.bakery, self.anna, "2026-02-28 17:00:00")
        self.assertEqual(
            self.metric._measure_scopes(self.anna, *MARCH)[self.anna.id], 1
        )
        model, domain = self.metric._get_evidence(self.anna, *MARCH)
        self.assertEqual(self.env[model].search_count(domain), 1)

    def test_new_revenue_counts_once(self):
        """The bakery is visited by Anna on 2 and Bert on 5 March, and buys for 800 on
        10 March and 500 on 20 March: 800 for Bert, who was there last, nothing else."""
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        self._visited(self.bakery, self.bert, "2026-03-05 01:00:00")
        self._bill(self.bakery, 800, "2026-03-10")
        self._bill(self.bakery, 500, "2026-03-20")
        people = self.revenue._measure_scopes(self.anna | self.bert, *MARCH)
        self.assertEqual(people, {self.anna.id: 0, self.bert.id: 800})
        self.assertEqual(
            self.revenue._measure_scopes(self.city, *MARCH)[self.city.id], 800
        )

    def test_window(self):
        """90 days: a visit of 1 January and a first invoice of 1 April (90 days later)
        count; the tailor, on 2 April, does not; nor one bought before the visit."""
        self._visited(self.bakery, self.anna, "2026-01-01 01:00:00")
        self._visited(self.tailor, self.anna, "2026-01-01 01:00:00")
        self._visited(self.printer, self.anna, "2026-04-10 01:00:00")
        self._bill(self.bakery, 100, "2026-04-01")
        self._bill(self.tailor, 200, "2026-04-02")
        self._bill(self.printer, 400, "2026-04-09")
        self.assertEqual(
            self.revenue._measure_scopes(self.anna, *APRIL)[self.anna.id], 100
        )

    def test_old_clients_bring_no_new_revenue(self):
        self._bill(self.bakery, 50, "2025-12-01")
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        self._bill(self.bakery, 800, "2026-03-10")
        self.assertEqual(
            self.revenue._measure_scopes(self.anna, *MARCH)[self.anna.id], 0
        )

    def _refund(self, invoice, day, amount):
        """Credit so much of an invoice."""
        return self._bill(
            invoice.partner_id,
            amount,
            day,
            move_type="out_refund",
            reversed_entry_id=invoice.id,
        )

    def _assert_new(self, days, amount):
        """Anna's figure, and what the records behind it add up to."""
        self.assertEqual(
            self.revenue._measure_scopes(self.anna, *days)[self.anna.id], amount
        )
        model, domain = self.revenue._get_evidence(self.anna, *days)
        self.assertEqual(sum(self.env[model].search(domain).mapped("amount")), amount)

    def test_credit_notes_of_the_first_invoice_are_off(self):
        """800 of 10 March less 300 of the 20th: 500. In April another 100 and, as all
        that is left then is 400, nothing of the 250 that are billed a second time; a
        credit note of no invoice is nobody's."""
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        first = self._bill(self.bakery, 800, "2026-03-10")
        self._refund(first, "2026-03-20", 300)
        self._refund(first, "2026-04-03", 100)
        self._bill(self.bakery, 250, "2026-04-05")
        self._bill(self.bakery, 7, "2026-04-06", move_type="out_refund")
        self._assert_new(MARCH, 500)
        self._assert_new(APRIL, -100)

    def test_an_invoice_that_was_taken_back_is_no_first_one(self):
        """800 wholly credited the next day is nothing. Billed again as 700 in April, it
        is those, and the 90 that follow are not new: 0 of March, 700 of April."""
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        wrong = self._bill(self.bakery, 800, "2026-03-10")
        self._refund(wrong, "2026-03-11", 800)
        self._assert_new(MARCH, 0)
        self._bill(self.bakery, 700, "2026-04-01")
        self._bill(self.bakery, 90, "2026-04-02")
        self._assert_new(MARCH, 0)
        self._assert_new(APRIL, 700)

    def test_savings_are_no_new_revenue(self):
        """The tailor saves 5,000 first, then sends letters for 60: 60. Of an invoice
        of letters for 40 and savings of 900 the letters count."""
        self._visited(self.tailor, self.anna, "2026-03-02 01:00:00")
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        self._bill(self.tailor, 5000, "2026-03-03", product=self.savings_product)
        self._bill(self.tailor, 60, "2026-03-04")
        lines = [
            {"product_id": product.id, "price_unit": price, "tax_ids": False}
            for product, price in (
                (self.letter_product, 40),
                (self.savings_product, 900),
            )
        ]
        self._bill(self.bakery, 0, "2026-03-05", lines=lines)
        self._assert_new(MARCH, 100)

    @users("anna")
    def test_evidence_is_what_was_counted(self):
        self._visited(self.bakery, self.anna, "2026-03-02 01:00:00")
        self._bill(self.bakery.sudo(), 800, "2026-03-10")
        self.bakery.sudo().client_manager_id = self.anna
        model, domain = self.revenue._get_evidence(self.anna, *MARCH)
        rows = self.env[model].search(domain)
        self.assertEqual(sum(rows.mapped("amount")), 800)
