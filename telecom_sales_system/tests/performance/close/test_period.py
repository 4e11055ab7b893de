from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestPeriod(PerformanceCommon):
    """Months follow one another, close in order and are refused in words."""

    def _refused_duplicate(self, model, vals):
        """Return what the user reads when a unique index refuses a row."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            with self.env.cr.savepoint():
                self.env[model].create(vals).flush_recordset()
        return self.env[model]._sql_error_to_message(caught.exception)

    def test_default_is_the_month_after_the_last(self):
        """After January and February comes March."""
        march = self.env["telecom.period"].create({})
        self.assertEqual(march.name, "2026-03")
        self.assertEqual(str(march.date_to), "2026-03-31")

    def test_several_at_once(self):
        """An import may bring three months, in any order."""
        self._create_period("2026-03-01")
        periods = self.env["telecom.period"].create(
            [{"date_from": "2026-05-01"}, {"date_from": "2026-04-01"}]
        )
        self.assertEqual(periods.mapped("name"), ["2026-05", "2026-04"])

    def test_not_before_the_first_once_one_is_closed(self):
        """The ledger begins with January, which is closed."""
        self._close(self.january)
        with self._refused(
            ValidationError,
            "Period 2025-12, field First Day: the ledger begins with 2026-01, and"
            " 2026-01 is closed",
        ):
            self._create_period("2025-12-01")

    def test_older_months_while_none_is_closed(self):
        """December and November in any order; October only next to November.

        January, which is computed, has to be computed again.
        """
        self.january.action_compute()
        self.env["telecom.period"].create(
            [{"date_from": "2025-12-01"}, {"date_from": "2025-11-01"}]
        )
        self.assertEqual(self.january.state, "open")
        with self._refused(ValidationError, "2025-11.* month before it is missing"):
            self._create_period("2025-09-01")
        october = self._create_period("2025-10-01")
        with self._refused(UserError, "2026-01 cannot be closed before 2025-10"):
            self.january.action_close()
        october.action_close()
        with self._refused(ValidationError, "begins with 2025-10, and 2025-10"):
            self._create_period("2025-09-01")

    def test_older_month_waits_for_the_computation_of_a_later_one(self):
        self.january.action_compute()
        self.january.sudo().write(
            {
                "run_state": "queued",
                "run_user_id": self.service.id,
                "run_started_on": fields.Datetime.now(),
            }
        )
        with self._refused(UserError, "2026-01: its close is running already"):
            self._create_period("2025-12-01")

    def test_first_month_of_a_new_ledger(self):
        """In March: January, if there were invoices in it; else February.

        In January it is December, which can be closed.
        """
        (self.january + self.february).unlink()
        periods = self.env["telecom.period"]
        self.assertEqual(periods.new({}).name, "2026-02")
        self._create_customer_invoice(100, "2025-12-31")
        self._create_customer_invoice(100, "2026-02-01")
        self.assertEqual(periods.new({}).name, "2026-02")
        self._create_customer_invoice(100, "2026-01-31")
        self.assertEqual(periods.new({}).name, "2026-01")
        for today, first in (("2026-02-01", "2026-01"), ("2026-01-31", "2025-12")):
            with freeze_time(today):
                self.assertEqual(periods.new({}).name, first)
        self.assertEqual(periods._get_first_day(self.env.company), date(2026, 1, 1))
        self._create_period("2026-02-01")
        self.assertEqual(periods._get_first_day(self.env.company), date(2026, 2, 1))

    def test_totals_of_the_year_say_from_when_they_count(self):
        """The ledger begins in November 2025: of 2025 they count from then on."""
        december = self._create_period("2025-12-01")
        november = self._create_period("2025-11-01")
        for month, label in (
            (november, "Year (from 2025-11)"),
            (december, "Year (from 2025-11)"),
            (self.january, "Year"),
            (self.february, "Year"),
            (self.env["telecom.period"], "Year"),
        ):
            self.assertEqual(month._describe_year_to_date("Year"), label)

    def test_no_gap(self):
        """April needs March; and no month can leave from the middle."""
        missing = "Period 2026-04, field First Day: .* month before it is missing"
        with self._refused(ValidationError, missing):
            self._create_period("2026-04-01")
        self._create_period("2026-03-01")
        with self._refused(ValidationError, "Period 2026-03, field First Day"):
            self.february.date_from = "2026-04-01"
        with self._refused(UserError, "Period 2026-03 comes after"):
            self.february.unlink()

    def test_first_of_the_month(self):
        """A period is a whole month."""
        with self._refused(
            ValidationError, "Period 2026-03, field First Day: .* the first of a month"
        ):
            self._create_period("2026-03-02")

    def test_duplicate_month(self):
        """The sentence names the month, not PostgreSQL's key."""
        message = self._refused_duplicate("telecom.period", {"date_from": "2026-02-01"})
        self.assertIn("field First Day: the month exists already", message)
        self.assertIn("2026-02", message)
        self.assertNotIn("Key", message)

    def test_duplicate_code(self):
        """The sentence names the code and the revenue line that has it."""
        message = self._refused_duplicate(
            "telecom.revenue.line", {"name": "Mail", "code": "letter"}
        )
        self.assertIn("field Code: “letter” belongs to “Letters and Direct", message)

    def test_rates_between_nothing_and_all(self):
        """35 is no rate, and neither is -0.1; the sentence names the line."""
        for rate in (35, -0.1, 1.0001):
            with self._refused(
                ValidationError,
                "Revenue line Letters.*, field Rate: .* between 0 and 1",
            ):
                self.letters.rate_ids.rate = rate

    def test_overlapping_rates(self):
        """Refused by the database; the import shows the sentence with the line."""
        with mute_logger("odoo.sql_db"):
            result = self.env["telecom.revenue.line.rate"].load(
                ["line_id/.id", "rate", "date_from"],
                [[str(self.letters.id), "0.5", "2026-02-01"]],
            )
        self.assertFalse(result["ids"])
        self.assertRegex(
            result["messages"][0]["message"],
            "Revenue line Letters.*, fields First Day and Last Day: two",
        )

    def test_two_revenue_lines_for_one_category(self):
        """Savings cannot take the category of letters."""
        category = self.letter_product.categ_id
        taken = (
            f"Product category {category.display_name}, field .*: it belongs to Lett"
        )
        with self._refused(ValidationError, taken):
            category.own_revenue_line_id = self.savings
        with self._refused(ValidationError, taken):
            self.savings.category_ids += category

    def test_close_in_order(self):
        """February waits for January."""
        with self._refused(UserError, "Period 2026-02 cannot be closed before 2026-01"):
            self.february.action_close()
        (self.february + self.january).action_close()
        self.assertEqual(self.january.state, "closed")
        self.assertEqual(self.january.closed_by_id, self.env.user)
        self.assertEqual(self.february.state, "closed")

    def test_close_when_the_month_is_over(self):
        """March runs until the 31st, and still on the 31st."""
        self._close(self.january, self.february)
        march = self._create_period("2026-03-01")
        with (
            freeze_time("2026-03-31"),
            self._refused(
                UserError,
                "Period 2026-03 is not over yet. It can be closed from 04/01/2026 on",
            ),
        ):
            self.assertFalse(march.is_over)
            march.action_close()
        with freeze_time("2026-04-01"):
            march.invalidate_recordset(["is_over"])
            self.assertTrue(march.is_over)
            march.action_close()
        self.assertEqual(march.state, "closed")

    def test_close_computes_once_more(self):
        """What came in after the last computation is in the closed month."""
        self.january.action_compute()
        self._pay(self._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        self.january.action_close()
        self._assert_entries(self.january, [("letter", 1000, 350)])

    def test_blocking_problem(self):
        """The refusal lists the problem; set right, the month closes."""
        category = self.letter_product.categ_id
        category.own_revenue_line_id = False
        self._pay(self._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        with self._refused(UserError, "2026-01 cannot be closed:\n- .*Mailing"):
            self.january.action_close()
        self.assertNotEqual(self.january.state, "closed")
        category.own_revenue_line_id = self.letters
        self.january.action_close()
        self.assertEqual(self.january.state, "closed")
        self.assertFalse(self.january.problem_ids)

    def test_entries_keep_their_period(self):
        """A month with entries cannot be deleted, an empty last one can."""
        self._pay(self._create_customer_invoice(1000, "2026-02-10"), "2026-02-20")
        self.february.action_compute()
        with self._refused(UserError, "Period 2026-02 holds entries"):
            self.february.unlink()
        march = self._create_period("2026-03-01")
        march.unlink()
        self.assertFalse(march.exists())

    def test_close_asks_for_the_later_months_again(self):
        """What comes late for January belongs to February from now on."""
        (self.january + self.february).action_compute()
        self.assertEqual(self.february.state, "computed")
        self.january.action_close()
        self.assertEqual(self.february.state, "open")
