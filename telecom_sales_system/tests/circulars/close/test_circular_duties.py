from freezegun import freeze_time

from odoo.tests import tagged

from ..circular.circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-08 04:00:00")
class TestCircularDuties(CircularsCommon):
    """An issued circular fulfils what its unit owes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls.env.ref("telecom_sales_system.duty_type_monthly_circular")
        cls.march, cls.april = cls.env["telecom.duty"].create(
            [
                {
                    "type_id": cls.monthly.id,
                    "unit_id": cls.county.id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": due,
                }
                for first, last, due in (
                    ("2026-03-01", "2026-03-31", "2026-04-10"),
                    ("2026-04-01", "2026-04-30", "2026-05-10"),
                )
            ]
        )
        cls.months = cls.env["telecom.period"].create(
            [{"date_from": f"2026-{month:02}-01"} for month in (3, 4)]
        )
        # The way there, closing month by month, is no matter here.
        cls.months.sudo().write({"state": "closed"})

    def test_by_the_day_of_issue(self):
        """Without a month it counts for the first one owed; another unit's does not."""
        self._issued("2026-04-08", unit=self.branch)
        self.assertFalse(self.march.fulfilled_on)
        circular = self._issued("2026-04-08", unit=self.county)
        self.assertEqual(str(self.march.fulfilled_on), "2026-04-08")
        self.assertEqual(self.march.proof_ref, circular)
        self.assertEqual(self.march.state, "done")
        self.assertFalse(self.april.fulfilled_on)
        self._issued("2026-04-09", unit=self.county)
        self.assertEqual(str(self.april.fulfilled_on), "2026-04-09")

    def test_by_its_month(self):
        """A circular on April proves April, although March is owed first."""
        self._issued("2026-04-09", unit=self.county, period_id=self.months[1].id)
        self.assertFalse(self.march.fulfilled_on)
        self.assertEqual(str(self.april.fulfilled_on), "2026-04-09")

    def test_late(self):
        self._issued("2026-04-15", unit=self.county, period_id=self.months[0].id)
        self.assertEqual(self.march.state, "late")
        self.assertEqual(self.march.days_late, 5)

    def test_a_typed_duty_does_not_stop_a_circular(self):
        """March was typed without an end: the circular of 8 April proves it all the
        same, and one of the 9th proves a duty that was typed for a part of April."""
        self.march.period_to = False
        circular = self._issued("2026-04-08", unit=self.county)
        self.assertEqual(self.march.proof_ref, circular)
        part = self.april.copy({"period_from": "2026-04-02", "due_on": "2026-04-30"})
        part.period_to = False
        second = self._issued("2026-04-09", unit=self.county)
        self.assertEqual((second.state, part.proof_ref), ("issued", second))
        self.assertFalse((self.march | part).filtered("job_error"))

    def test_draft_and_other_kinds_prove_nothing(self):
        draft = self._draft(unit=self.county)
        draft.action_review()
        self._issued("2026-04-08", unit=self.county, kind="award")
        self.assertFalse(self.march.fulfilled_on)

    def test_nightly_job_finds_it_too(self):
        self.monthly.proof = "manual"
        self._issued("2026-04-08", unit=self.county)
        self.assertFalse(self.march.fulfilled_on)
        self.monthly.proof = "circular"
        cron = self.env.ref("telecom_sales_system.ir_cron_upkeep_duties")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(str(self.march.fulfilled_on), "2026-04-08")
