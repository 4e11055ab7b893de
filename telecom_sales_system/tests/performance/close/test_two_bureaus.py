from contextlib import contextmanager

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerformanceCommon

SHARED = "is used by all companies: only those who work in all of them"


@tagged("post_install", "-at_install")
class TestTwoBureaus(PerformanceCommon):
    """Home collects 1,000 and Sister 2,000 on letters in January: 350 and 700.

    Both count the shared line at the shared rate, 0.35. Each has a clerk of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env.company
        cls.sister = cls.setup_other_company(name="Sister")["company"]
        cls.env.user.company_ids |= cls.sister
        cls._pay(cls._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        with cls._inside(cls.sister):
            cls.env.company.telecom_tz = "UTC"
            unit = cls._create_unit("Sister City", "SC", "city")
            cora = cls._create_salesperson("cora", "C-009", unit)
            cls.clerk = cls._create_user("clerk", "service")
            cls.letter_product.categ_id.with_env(
                cls.env
            ).own_revenue_line_id = cls.letters
            invoice = cls._create_customer_invoice(2000, "2026-01-10", cora)
            cls._pay(invoice, "2026-01-20")
            cls.sister_january = cls._create_period("2026-01-01")

    @classmethod
    @contextmanager
    def _inside(cls, company):
        env = cls.env
        cls.env = env(context={**env.context, "allowed_company_ids": company.ids})
        try:
            yield
        finally:
            cls.env = env

    def _converted(self, period):
        period.invalidate_recordset()
        entries = self.env["telecom.performance.entry"].sudo()
        return sum(
            entries.search([("period_id", "=", period.id)]).mapped("converted_profit")
        )

    def _assert_converted(self, home, sister):
        """Compute both months and compare their converted gross profit."""
        for period, expected in ((self.january, home), (self.sister_january, sister)):
            if period.state != "closed":
                period.with_company(period.company_id).action_compute()
            self.assertEqual(round(self._converted(period), 2), expected, period)

    def _as_clerk(self, records):
        return records.with_user(self.clerk).with_context(
            allowed_company_ids=self.sister.ids
        )

    def test_own_rate_comes_before_the_shared_one(self):
        """Sister at 0.5 from 1 January: 1,000. Home, closed or open, keeps 350."""
        self._assert_converted(350, 700)
        action = self._as_clerk(self.letters).action_open_own_rates()
        rates = self._as_clerk(self.env[action["res_model"]])
        rate = rates.with_context(**action["context"]).create(
            {"date_from": "2026-01-01", "rate": 0.5}
        )
        self.assertEqual(rate.company_id, self.sister)
        self.assertEqual(rate, rates.search(action["domain"]))
        self._assert_converted(350, 1000)
        self.assertEqual(self._as_clerk(self.letters).current_rate_id, rate)
        self.assertEqual(self.letters.current_rate_id.rate, 0.35)
        self.january.action_close()
        rate.rate = 0.1
        self._assert_converted(350, 200)
        rate.date_from = "2026-01-11"
        self._assert_converted(350, 700)
        self.sister_january.with_company(self.sister).action_close()
        rate.unlink()
        self._assert_converted(350, 700)

    def test_shared_rates_are_not_one_clerks(self):
        rates = self._as_clerk(self.letters.rate_ids)
        with self._refused(AccessError, SHARED):
            rates.rate = 0.5
        with self._refused(AccessError, SHARED):
            rates.unlink()
        with self._refused(AccessError, SHARED):
            self._as_clerk(self.letters).exclude_from_client_revenue = True
        own = rates.create(
            {"line_id": self.letters.id, "date_from": "2026-01-01", "rate": 0.5}
        )
        self.assertEqual(own.company_id, self.sister)
        with self._refused(AccessError, SHARED):
            own.company_id = False
        with self._refused(AccessError, SHARED):
            rates.create(
                {
                    "line_id": self.savings.id,
                    "company_id": False,
                    "date_from": "2001-01-01",
                    "date_to": "2001-12-31",
                    "rate": 0.5,
                }
            )
        self.assertFalse(rates.has_access("write"))
        self.assertTrue(own.has_access("write"))
        self._assert_converted(350, 1000)

    def test_who_works_in_both_changes_both(self):
        """0.4 of 1,000 and of 2,000."""
        self.clerk.company_ids |= self.home
        self._as_clerk(self.letters.rate_ids).rate = 0.4
        self._assert_converted(400, 800)

    def test_rates_of_one_company_do_not_overlap(self):
        vals = {"line_id": self.letters.id, "date_from": "2026-01-01", "rate": 0.5}
        rates = self._as_clerk(self.letters.rate_ids)
        rates.create(vals)
        with (
            mute_logger("odoo.sql_db"),
            self._refused(ExclusionViolation, "telecom_revenue_line_rate_no_overlap"),
        ):
            rates.create(vals | {"date_from": "2026-06-01"})

    def test_own_copy_of_a_line(self):
        """At 0.2 from 1 January: 400 on its own line. Home's categories stay mapped."""
        clerk_line = self._as_clerk(self.letters)
        action = clerk_line.action_make_own_copy()
        own = clerk_line.browse(action["res_id"])
        self.assertEqual((own.code, own.company_id), ("letter", self.sister))
        self.assertEqual(own.rate_ids.mapped("rate"), [0.35])
        self._assert_converted(350, 700)
        own.rate_ids.rate = 0.2
        self._assert_converted(350, 400)
        self.assertEqual(self._entries(self.january).revenue_line_id, self.letters)
        category = self.letter_product.categ_id
        self.assertEqual(category.revenue_line_id, self.letters)
        self.assertEqual(self._as_clerk(category.sudo()).revenue_line_id, own)
        lines = self.env["telecom.revenue.line"].with_user(self.service)
        self.assertNotIn(own.id, lines.search([]).ids)
        with self._refused(AccessError, "(?s)Revenue Line.*company"):
            lines.browse(own.id).read(["rate_ids"])

    def test_no_own_copy_beside_own_rates(self):
        self._as_clerk(self.letters.rate_ids).create(
            {"line_id": self.letters.id, "date_from": "2026-01-01", "rate": 0.5}
        )
        with self._refused(UserError, "Sister has conversion rates of its own"):
            self._as_clerk(self.letters).action_make_own_copy()

    def test_mapping_of_one_company(self):
        """Sister counts letters as savings, at 0.12: 240."""
        category = self.letter_product.categ_id
        in_sister = category.with_company(self.sister)
        in_sister.own_revenue_line_id = False
        in_sister.own_revenue_line_id = self.savings
        self._assert_converted(350, 240)
        self.assertIn(category, self.letters.category_ids)
        self.assertEqual(self._as_clerk(self.savings).category_ids, category)
        self.savings.with_company(self.sister).category_ids -= category
        self.assertFalse(in_sister.revenue_line_id)
        self.assertEqual(category.revenue_line_id, self.letters)
