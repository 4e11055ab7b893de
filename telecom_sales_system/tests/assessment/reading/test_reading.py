from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...common import PerformanceCommon

MODULE = "telecom_sales_system.metric_"


@freeze_time("2026-03-02 02:00:00")
class ReadingCommon(PerformanceCommon):
    """Market share of Cili and Letters; the income of Anna of Cili."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share = cls.env.ref(MODULE + "market_share")
        cls.income = cls.env.ref(MODULE + "income")

    def _read(self, value, day="2026-01-20", metric=None, readings=None, **vals):
        metric = metric or self.share
        if metric == self.share:
            vals = {"unit_id": self.county.id} | vals
        else:
            vals = {"salesperson_id": self.anna.id} | vals
        readings = self.env["telecom.reading"] if readings is None else readings
        return readings.create(
            {"metric_id": metric.id, "date": day, "value": value, "origin": "Survey"}
            | vals
        )

    def _confirm(self, *readings, user=None):
        for reading in readings:
            reading.with_user(user or self.leader).action_confirm()

    def _measure(self, day="2026-02-28", scopes=None, metric=None):
        return (metric or self.share)._measure_scopes(
            scopes or self.county | self.branch, day, day
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestReading(ReadingCommon):
    def test_the_last_confirmed_one_counts(self):
        """38.5 from 20 January, 41 from 10 February; 50 of 15 February waits."""
        self._confirm(self._read(38.5), self._read(41, "2026-02-10"))
        self._read(50, "2026-02-15")
        for day, value in (
            ("2026-01-31", 38.5),
            ("2026-02-09", 38.5),
            ("2026-02-10", 41),
            ("2026-02-28", 41),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._measure(day), {self.county.id: value})
        self.assertEqual(self._measure("2026-01-19"), {})

    def test_a_correction_is_a_new_reading_of_the_day(self):
        """38.5 was confirmed, then 35.8 of the same day: 35.8 counts, both stay."""
        wrong = self._read(38.5)
        self._confirm(wrong)
        with freeze_time("2026-03-02 03:00:00"):
            right = self._read(35.8)
            self._confirm(right)
        self.assertEqual(self._measure(), {self.county.id: 35.8})
        model, domain = self.share._get_evidence(
            self.county, "2026-02-01", "2026-02-28"
        )
        self.assertEqual(self.env[model].search(domain), right)
        message = "stays as it is"
        with self._refused(UserError, message):
            wrong.value = 35.8
        with self._refused(UserError, message):
            wrong.unlink()

    def test_a_unit_does_not_sum_up_those_below(self):
        """The city has no reading of its own, so there is no figure of it."""
        self._confirm(self._read(40))
        self.assertEqual(self._measure(scopes=self.city), {})
        text, _record = self.share._explain_missing(self.city)
        self.assertIn("no confirmed reading", text)

    def test_months_keep_what_they_were_closed_with(self):
        """January is closed with 38.5; a correction counts in February."""
        self._confirm(self._read(38.5))
        self._close(self.january)
        with freeze_time("2026-03-02 03:00:00"):
            self._confirm(self._read(35.8))
        self.february.action_compute()
        values = self.env["telecom.metric.value"].search(
            [("metric_id", "=", self.share.id), ("unit_id", "=", self.county.id)],
            order="date",
        )
        self.assertEqual(values.mapped("month"), [38.5, 35.8])

    @users("service")
    def test_who_entered_it_does_not_confirm_it(self):
        reading = self._read(38.5)
        message = "somebody else has to approve"
        with self._refused(AccessError, message):
            reading.action_confirm()
        self._confirm(reading)
        self.assertEqual(reading.approved_by_id, self.leader)
        changed = self._read(10, "2026-01-21").with_user(self.leader)
        changed.value = 11
        with self._refused(AccessError, message):
            changed.action_confirm()

    def test_a_manager_enters_for_his_units_and_confirms_nothing(self):
        manager = self.county_manager
        reading = self.env["telecom.reading"].with_user(manager)
        vals = {"metric_id": self.share.id, "value": 40, "origin": "Survey"}
        own = reading.create(vals | {"unit_id": self.county.id})
        foreign = vals | {"unit_id": self.branch.id}
        with self.assertRaises(AccessError):
            reading.create(foreign)
        other = self._read(41, "2026-01-22")
        message = "the customer service department or a leader"
        with self._refused(AccessError, message):
            other.with_user(manager).action_confirm()
        self._confirm(own, user=self.service)
        self.assertEqual(own.state, "approved")

    def test_confidential_ones_are_for_person_managers_and_leaders(self):
        """Anna's income: 5,200. Anna, her manager and the leader read it."""
        readings = self.env(user=self.county_manager)["telecom.reading"]
        income = self._read(5200, metric=self.income, readings=readings)
        self._confirm(income)
        self.february.action_compute()
        # sudo: the user of the test may not see it
        figure = self.env["telecom.metric.value"].sudo()
        figure = figure.search([("metric_id", "=", self.income.id)])
        self.assertEqual(figure.month, 5200)
        for user, may_read in (
            (self.anna.user_id, True),
            (self.county_manager, True),
            (self.leader, True),
            (self.bert.user_id, False),
            (self.service, False),
            (self.auditor, False),
        ):
            for records in (income, figure):
                with self.subTest(user=user.login, model=records._name):
                    self.env.invalidate_all()
                    found = records.with_user(user).search([("id", "=", records.id)])
                    self.assertEqual(bool(found), may_read)

    def test_nobody_confirms_a_reading_about_himself(self):
        leader = self._create_salesperson("lea", "L-009", self.county)
        leader.user_id.group_ids += self.env.ref(
            "telecom_sales_system.group_telecom_leader"
        )
        readings = self.env(user=self.county_manager)["telecom.reading"]
        reading = self._read(
            1, metric=self.income, readings=readings, salesperson_id=leader.id
        )
        message = "is about you"
        with self._refused(AccessError, message):
            reading.with_user(leader.user_id).action_confirm()

    def test_a_confidential_figure_is_no_part_of_an_open_one(self):
        ratio = {
            "name": "Points per Yuan of Income",
            "code": "points_per_income",
            "source": "ratio",
            "aggregation": "ratio",
            "for_unit": False,
            "for_salesperson": True,
            "numerator_id": self.env.ref(MODULE + "points").id,
            "denominator_id": self.income.id,
        }
        metrics = self.env["telecom.metric"]
        message = "is confidential, so it has to be confidential"
        with self._refused(ValidationError, message):
            metrics.create(ratio)
        metrics.create(ratio | {"is_confidential": True})
        with self._refused(ValidationError, message):
            metrics.create(
                ratio
                | {
                    "code": "twice",
                    "denominator_id": metrics.create(
                        ratio | {"code": "once", "is_confidential": True}
                    ).id,
                }
            )

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be_is_refused(self):
        """A metric that is measured, a day to come, a unit's income, two at once."""
        points = self.env.ref(MODULE + "points")
        person = {"salesperson_id": self.anna.id}
        for message, metric, day, vals in (
            ("is computed from records", points, "2026-01-20", person),
            ("still to come", self.share, "2026-03-03", {}),
            (
                "not a metric of such a",
                self.income,
                "2026-01-20",
                {"salesperson_id": False, "unit_id": self.county.id},
            ),
        ):
            with (
                self.subTest(message=message),
                self._refused(ValidationError, message),
            ):
                self._read(
                    1,
                    day,
                    metric,
                    self.env(user=self.leader)["telecom.reading"].sudo(),
                    **vals,
                )
        self._read(1, "2026-01-25")
        with self._refused(IntegrityError, "telecom_reading_one_draft"):
            self._read(2, "2026-01-25")

    def test_one_query_for_all_scopes(self):
        self._confirm(self._read(40), self._read(30, unit_id=self.branch.id))
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.env.company.id)], limit=None
        )
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self._measure(scopes=units)
        self.assertEqual(found, {self.county.id: 40, self.branch.id: 30})
