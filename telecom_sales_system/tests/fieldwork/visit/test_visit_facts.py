from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 03:00:00")
class TestVisitFacts(OrganisationCommon):
    """Anna visited the brewery on 31 March 2026; March is a month that gets closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.firm, cls.other = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_small_firm": True}
                for name in ("Brewery", "Mill")
            ]
        )
        visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
        cls.visit = visits.create(
            {"partner_id": cls.firm.id, "start": "2026-03-31 01:00:00"}
        )

    def _close_march(self):
        # sudo: the close itself is tested elsewhere
        months = self.env["telecom.period"].sudo()
        march = months.create({"date_from": "2026-03-01"})
        march.flush_recordset()
        march.state = "closed"

    def _reopen(self, user, reason="Wrong firm"):
        action = self.visit.with_user(user).action_open_reopen()
        wizards = self.env["telecom.fieldwork.reopen"].with_user(user)
        wizard = wizards.with_context(**action["context"]).create({"reason": reason})
        return wizard.action_reopen()

    def test_facts_stand_once_it_took_place(self):
        self.visit.partner_id = self.other
        self.visit.action_done()
        for vals in (
            {"partner_id": self.firm.id},
            {"salesperson_id": self.bert.id},
            {"kind": "cold"},
            {"start": "2026-03-30 01:00:00"},
            {"stop": "2026-03-31 05:00:00"},
        ):
            for user in (self.anna.user_id, self.service):
                with self._refused(UserError, "Mill · 03/31/2026 is “Done” and stays"):
                    self.visit.with_user(user).write(vals)
        with self._refused(UserError, "is “Done” and stays"):
            self.visit.with_user(self.service).unlink()
        with self._refused(UserError, "is “Done” and stays"):
            self.visit.event_id.with_user(self.anna.user_id).write(
                {"start": "2026-03-30 01:00:00", "stop": "2026-03-30 02:00:00"}
            )
        self.visit.result = "Wants labels"

    def test_corrected_by_the_department(self):
        """The firm is corrected on 2 April; the visit stays one of 31 March."""
        self.visit.action_done()
        with self._refused(AccessError, "reopen"):
            self._reopen(self.anna.user_id)
        with freeze_time("2026-04-02 03:00:00"):
            self._reopen(self.service)
            self.assertEqual(self.visit.state, "planned")
            self.visit.partner_id = self.other
            self.visit.action_done()
        self.assertEqual(self.visit.done_at, datetime(2026, 3, 31, 3))
        self.assertRegex(self.visit.corrections, "2026-04-02 service.*: Wrong firm")
        with self._refused(AccessError, "use the buttons"):
            self.visit.corrections = "Nothing"

    def test_visit_that_never_was(self):
        """Reopened and cancelled, it counts nowhere; taken up again, it is new."""
        self.visit.action_done()
        self._reopen(self.service)
        self.visit.action_cancel()
        self.assertFalse(self.visit.done_at)
        self.visit.action_plan()
        with freeze_time("2026-04-02 03:00:00"):
            self.visit.action_done()
        self.assertEqual(self.visit.done_at, datetime(2026, 4, 2, 3))

    def test_closed_month(self):
        """17:00 UTC on 31 March is April in Shanghai, which is open."""
        self.visit.action_done()
        late = self.visit.copy()
        with freeze_time("2026-03-31 17:00:00"):
            late.action_done()
        self._close_march()
        with freeze_time("2026-04-02 03:00:00"):
            with self._refused(UserError, "Brewery.*month .*2026.* is closed"):
                self._reopen(self.service)
            late.with_user(self.service)._reopen_for_correction("Twice")
        self.assertEqual(late.state, "planned")

    def test_month_closed_while_the_visit_was_open_for_correction(self):
        self.visit.action_done()
        self._reopen(self.service)
        self._close_march()
        with self._refused(UserError, "is closed"):
            self.visit.action_done()

    @users("service")
    def test_import_into_a_closed_month_or_the_future(self):
        heads = ["partner_id", "salesperson_id", "start", "done_at"]
        visits = self.env["telecom.visit"]
        self._close_march()
        for start, moment, message in (
            ("2026-03-30 01:00:00", "2026-03-30 01:30:00", "is closed"),
            ("2026-04-01 01:00:00", "2026-04-01 01:30:00", "field Done On: it lies"),
        ):
            row = ["Brewery", "C-001", start, moment]
            result = visits.load(heads, [row])
            self.assertFalse(result["ids"])
            self.assertIn(message, result["messages"][0]["message"])

    def test_small_firms_are_those_on_file(self):
        big = self.env["res.partner"].create({"name": "Steel", "is_company": True})
        with self._refused(ValidationError, "not on file as a small firm"):
            self.visit.write({"partner_id": big.id, "kind": "small_firm"})
        self.firm.is_small_firm = False
        with self._refused(ValidationError, "Brewery.*not on file as a small firm"):
            self.visit.action_done()
        self.visit.kind = "cold"
        self.visit.action_done()
        self.assertEqual(self.visit.state, "done")

    def test_firm_is_that_of_the_day(self):
        """A buyer moves to the mill: what is done stays the brewery's, what is planned
        follows; so it is with a buyer who founds a firm of his own."""
        buyer, founder = self.env["res.partner"].create(
            [
                {"name": "Buyer", "parent_id": self.firm.id},
                {"name": "Founder", "parent_id": self.firm.id},
            ]
        )
        visits = self.env["telecom.visit"].with_user(self.anna.user_id)
        done, planned, gone = visits.create(
            [
                {"partner_id": partner.id, "start": start}
                for partner, start in (
                    (buyer, "2026-03-31 01:00:00"),
                    (buyer, "2026-04-02 01:00:00"),
                    (founder, "2026-03-31 02:00:00"),
                )
            ]
        )
        (done + gone).action_done()
        buyer.parent_id = self.other
        founder.parent_id = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(done.client_id, self.firm)
        self.assertEqual(gone.client_id, self.firm)
        self.assertEqual(planned.client_id, self.other)
        self.assertEqual(self.firm.visit_count, 3, "with the one that is planned")

    def test_firm_of_a_corrected_visit(self):
        """Reopened, the visit is of the firm that is entered then."""
        self.visit.action_done()
        self.visit.with_user(self.service)._reopen_for_correction("Wrong firm")
        self.visit.partner_id = self.other
        self.visit.action_done()
        self.assertEqual(self.visit.client_id, self.other)

    @users("anna")
    def test_firm_is_not_written(self):
        with self._refused(AccessError, "use the buttons"):
            self.visit.with_user(self.env.user).client_id = self.other
