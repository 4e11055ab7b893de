from datetime import date

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from .cases import CaseCommon

NO_CASE, WARNING, CIRCULATED = "none", "warning", "circulated"
PROPOSED, SETTLED = "proposed", "settled"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestWatch(CaseCommon):
    """The nightly job, on frozen days."""

    def test_120_nights(self):
        """Due on 10 January: 30 days over on 9 February (21 left in January + 9), 60 on
        11 March (+ 28 - 9 + 11), 90 on 10 April (+ 31 - 11 + 10), 120 on 10 May.

        The brewery never pays. The mill pays its 500 on 20 March, in stage two. The inn
        pays 800 of 1,000 on 1 March, which is below no floor: its case goes on. The
        forge owes from 1 April: 30 days on 1 May. The bakery pays on its 29th day.
        """
        clients = {"brewery": self.client}
        for name in ("mill", "inn", "forge", "bakery"):
            clients[name] = self._create_client(name, self.county, self.anna)
        self._owe(1000, "2026-01-10")
        self._pay(self._owe(500, "2026-01-10", clients["mill"]), "2026-03-20")
        self._pay(self._owe(1000, "2026-01-10", clients["inn"]), "2026-03-01", 800)
        self._owe(70, "2026-04-01", clients["forge"])
        self._pay(self._owe(90, "2026-01-10", clients["bakery"]), "2026-02-08")
        changes = {name: [] for name in clients}
        state = dict.fromkeys(clients, NO_CASE)
        for night in self._nights("2026-01-10", "2026-05-10"):
            self._watch(night)
            for name, client in clients.items():
                now = self._case(client).state or NO_CASE
                if now != state[name]:
                    changes[name].append((night, now))
                    state[name] = now
        full_way = [
            ("2026-02-09", WARNING),
            ("2026-03-11", CIRCULATED),
            ("2026-04-10", PROPOSED),
        ]
        self.assertEqual(
            changes,
            {
                "brewery": full_way,
                "mill": [*full_way[:2], ("2026-03-20", SETTLED)],
                "inn": full_way,
                "forge": [("2026-05-01", WARNING)],
                "bakery": [],
            },
        )
        case = self._case()
        self.assertEqual(
            (case.opened_on, case.circulated_on, case.proposed_on),
            (date(2026, 2, 9), date(2026, 3, 11), date(2026, 4, 10)),
        )
        self.assertEqual(case.deadline, date(2026, 3, 11), "30 days after 9 February")

    def test_opening_freezes_the_debts(self):
        """1,000 and 300 overdue at opening, 50 not due: 1,300 frozen; 400 paid."""
        invoice = self._owe(1000, "2026-01-10")
        self._owe(300, "2026-02-01")
        self._bill(self.client, 50, "2026-02-01", invoice_date_due="2026-03-31")
        self._watch("2026-02-09")
        case = self._case()
        self._pay(invoice, "2026-02-20", 400)
        self.assertEqual(case.opening_amount, 1300)
        self.assertEqual(
            [(debt.amount, debt.days_overdue) for debt in case.debt_ids],
            [(1000, 30), (300, 8)],
        )
        with freeze_time("2026-02-21"):
            case.invalidate_recordset()
            self.assertEqual((case.overdue_now, case.days_overdue_now), (900, 42))
        self.assertEqual(case.salesperson_id, self.anna)
        self.assertEqual(case.accountable_id, self.anna.user_id)
        self.assertEqual(case.sales_unit_id, self.county)
        self.assertRegex(case.name, r"^QF2026-\d{4}$")

    def test_floors(self):
        """Warning from 100, circular from 500, blacklist from 1,000, each counting only
        debts of its age.

        450 due on 10 January and 600 on 9 February. 9 February: 450 >= 100, warned.
        11 March: 450 of 60 days < 500, though 1,050 are overdue by 30. 10 April: of 60
        days 1,050 >= 500, circulated; of 90 days 450 < 1,000. 10 May, 90 days after
        9 February: 1,050 >= 1,000, proposed. 99.99 of another client are left alone."""
        self.company.write(
            {
                "telecom_warning_floor": 100,
                "telecom_circular_floor": 500,
                "telecom_blacklist_floor": 1000,
            }
        )
        small = self._create_client("small", self.county)
        self._owe(99.99, "2026-01-10", small)
        self._owe(450, "2026-01-10")
        self._owe(600, "2026-02-09")
        for night, state in (
            ("2026-02-08", NO_CASE),
            ("2026-02-09", WARNING),
            ("2026-03-11", WARNING),
            ("2026-04-09", WARNING),
            ("2026-04-10", CIRCULATED),
            ("2026-05-09", CIRCULATED),
            ("2026-05-10", PROPOSED),
        ):
            self._watch(night)
            self.assertEqual(self._case().state or NO_CASE, state, night)
        self.assertFalse(self._case(small))

    def test_part_paid_below_the_floor(self):
        """1,000 warned from 500; 700 paid: 300 below the floor keep the case where it
        is, neither closed nor moved; the last 300 close it."""
        self.company.telecom_warning_floor = 500
        self.company.telecom_circular_floor = 500
        invoice = self._owe(1000, "2026-01-10")
        self._watch("2026-02-09")
        self._pay(invoice, "2026-02-10", 700)
        self._watch("2026-03-20")
        self.assertEqual(self._case().state, WARNING)
        self._pay(invoice, "2026-03-21", 300)
        self._watch("2026-03-21")
        self.assertEqual(self._case().state, SETTLED)

    def test_first_seen_late_goes_through_every_stage(self):
        """95 days on 15 April: opened and moved the same night, each stage noted."""
        self._owe(1000, "2026-01-10")
        self._watch("2026-04-15")
        case = self._case()
        self.assertEqual(case.state, PROPOSED)
        days = {case.opened_on, case.circulated_on, case.proposed_on}
        self.assertEqual(days, {date(2026, 4, 15)})
        notes = " ".join(self._notes(case))
        for stage in ("Warning:", "In the Early-Warning Circular:", "Proposed:"):
            self.assertIn(f"{stage} Overdue for 95 days", notes)
        self.assertIn("1,000.00 overdue for 90 days or more", case.reason)
        self.assertEqual(case.proposed_by_id.id, SUPERUSER_ID)

    def test_twice_a_night(self):
        """In every stage, and after payment: the second run changes nothing at all."""
        invoice = self._owe(1000, "2026-01-10")
        for night in ("2026-02-09", "2026-03-11", "2026-04-10", "2026-04-20"):
            if night == "2026-04-20":
                self._pay(invoice, night)
            self._watch(night)
            before = self._everything()
            self._watch(night)
            self.assertEqual(self._everything(), before, night)

    def test_paid_case_closes_with_a_note(self):
        """1,000 paid; 70 are overdue by 20 days only and keep no case open."""
        invoice = self._owe(1000, "2026-01-10")
        self._watch("2026-02-09")
        case = self._case()
        self._pay(invoice, "2026-03-01")
        late = self._owe(70, "2026-02-09")
        self._watch("2026-03-01")
        self.assertEqual((case.state, case.closed_on), (SETTLED, date(2026, 3, 1)))
        self.assertIn(invoice.name, self._notes(case)[-1])
        self.assertIn("1,000.00", self._notes(case)[-1])
        self.assertFalse(case.activity_ids)
        self._watch("2026-03-11")
        again = self._case()
        self.assertNotEqual(again, case)
        self.assertEqual((again.state, again.earlier_count), (WARNING, 1))
        self.assertEqual(again.debt_ids.move_id, late)

    def test_credit_note_pays_too(self):
        """A credit that waits unapplied lessens the debt: nothing is owed any more."""
        self._owe(1000, "2026-01-10")
        self._watch("2026-02-09")
        self._bill(self.client, 1000, "2026-02-15", move_type="out_refund")
        self._watch("2026-02-15")
        self.assertEqual(self._case().state, SETTLED)

    def test_other_companies_and_days_by_the_time_zone(self):
        """17:30 UTC on 8 February is 9 February in Shanghai: the 30th day has begun;
        in UTC it is still the 29th. Run again that day, the company is left out."""
        self._owe(1000, "2026-01-10")
        cron = self.env.ref("telecom_sales_system.ir_cron_watch_arrears")
        for zone, opened in (("UTC", False), ("Asia/Shanghai", True)):
            self.company.telecom_tz = zone
            with freeze_time("2026-02-08 17:30:00"), self.enter_registry_test_mode():
                cron.method_direct_trigger()
                cron.method_direct_trigger()
            self.assertEqual(bool(self._case()), opened, zone)
        self.assertEqual(len(self.cases.search([])), 1)
        self.assertEqual(self.company.telecom_watched_on, date(2026, 2, 9))
        self.assertEqual(self._case().create_uid.id, SUPERUSER_ID)

    def test_one_company_fails_and_the_others_are_watched(self):
        """The sequence of this company's case numbers is broken; the sister company,
        which comes after it, is watched; what failed leaves nothing half done."""
        sister = self.setup_other_company(name="Sister")["company"]
        self.env["telecom.sales.unit"].sudo().create(
            {"name": "S", "code": "S", "kind": "city", "company_id": sister.id}
        )
        sister.telecom_arrears_started_on = "2026-01-01"
        self._owe(1000, "2026-01-10")
        sequence = self.env["ir.sequence"].search([("code", "=", self.cases._name)])
        sequence.prefix = "%(nonsense)s"
        cron = self.env.ref("telecom_sales_system.ir_cron_watch_arrears")
        with (
            freeze_time("2026-02-09"),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.telecom_sales_system", "ERROR") as logs,
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertIn(
            f"Arrears of {self.company.name} were not watched", logs.output[0]
        )
        self.assertFalse(self._case())
        self.assertFalse(self.company.telecom_watched_on)
        self.assertEqual(sister.telecom_watched_on, date(2026, 2, 9))

    def test_queries_do_not_grow_with_clients(self):
        """A quiet night takes as many queries for 13 clients as for 3."""
        counts = []
        for size in (1, 2, 10):
            for number in range(size):
                client = self._create_client(f"{size}-{number}", self.county, self.anna)
                self._owe(100, "2026-01-10", client)
            self._watch("2026-02-09")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._watch("2026-02-09")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:], "the first filled Odoo's caches")

    def test_queries_of_the_first_night(self):
        """A night that opens 30 cases takes as many queries as one that opens 3; each
        case has its number, debts, standing, log and activities."""
        counts = []
        for size in (2, 3, 30):
            clients = self.env["res.partner"].union(
                *(
                    self._create_client(f"{size}-{number}", self.county, self.anna)
                    for number in range(size)
                )
            )
            for client in clients:
                self._owe(100, "2026-01-10", client)
                self._owe(70, "2026-01-20", client)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._watch("2026-04-15")
            counts.append(self.env.cr.sql_log_count - before)
            cases = self.cases.search([("partner_id", "in", clients.ids)])
            self.assertEqual(set(cases.mapped("state")), {PROPOSED})
        self.assertEqual(*counts[1:], "the first filled Odoo's caches")
        self.assertEqual(len(set(self.cases.search([]).mapped("name"))), 35)
        everyone = {
            (
                len(case.debt_ids),
                case.opening_amount,
                sum(case.debt_ids.mapped("amount")),
                case.debt_ids.company_id,
                case.accountable_id,
                case.reason,
                len(self._notes(case)),
                case.activity_ids.user_id,
                frozenset(case.activity_ids.mapped("res_name")) == {case.display_name},
                case.message_partner_ids,
            )
            for case in cases
        }
        self.assertEqual(len(everyone), 1, "all alike")
        [facts] = everyone
        self.assertEqual(facts[:3], (2, 170, 170))
        self.assertEqual(facts[4], self.anna.user_id)
        self.assertEqual(facts[6], 3)
        self.assertIn(self.leader, facts[7])
        self.assertIn(self.leader.partner_id, facts[9])
        standings = self.env["telecom.blacklist.standing"].search(
            [("case_id", "in", cases.ids)]
        )
        self.assertEqual(len(standings), 30)
        self.assertEqual(set(standings.mapped("state")), {PROPOSED})

    def test_queries_of_people_who_are_known(self):
        """A night with cases of six people takes as many queries as one of two, once
        Odoo knows their rights: they are fetched together."""
        counts = []
        people = [self.anna, self.bert]
        people += [
            self._create_salesperson(f"seller{number}", f"S-{number}", self.county)
            for number in range(4)
        ]
        for name, chosen in (
            ("first", people),
            ("few", people[:2]),
            ("many", people),
        ):
            for number, person in enumerate(chosen):
                unit = person.unit_id
                client = self._create_client(f"{name} {number}", unit, person)
                self._owe(100, "2026-01-10", client)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._watch("2026-02-09")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:], "the first filled Odoo's caches")
        mine = self.env["mail.activity"].search(
            [
                ("res_model", "=", self.cases._name),
                ("user_id", "=", people[-1].user_id.id),
            ]
        )
        self.assertEqual(len(mine), 2)
