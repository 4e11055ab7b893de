from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .existing import SELLERS, ExistingBureauCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-16")
class TestRegistrationDates(ExistingBureauCommon):
    """The ledger begins on 1 January 2026; all are registered later, or not at all.

    Cedar's invoice of 5 December 2025 by Sally was paid on 5 January 2026: 12,000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_units(since="2026-03-01")
        cls.product_a.categ_id.own_revenue_line_id = cls.env.ref(
            "telecom_sales_system.revenue_line_letter"
        )
        cls.months = cls.env["telecom.period"].create(
            [{"date_from": f"2026-{month:02}-01"} for month in range(1, 11)]
        )
        cls.january = cls.months[0]
        cls.april = cls.months[3]

    def _get_days(self, *logins):
        people = self.env["telecom.salesperson"].with_user(self.clerk)
        users = self.env["res.users"].union(*map(self.users.get, logins))
        days = people._propose_first_days(users, self.env.company)
        return [str(days[self.users[login]]) for login in logins]

    def _get_problem(self, period):
        period.action_compute()
        found = period.problem_ids.filtered(lambda p: p.message.startswith("Cash with"))
        return found.with_user(self.clerk)

    def _open(self, action):
        return (
            self.env[action["res_model"]].with_user(self.clerk).browse(action["res_id"])
        )

    def test_proposed_days(self):
        """Sally's first invoice that the ledger counts was paid after it began; the
        one of June 2025 before. Tom sold nothing: the first day of the ledger."""
        self.assertEqual(
            self._get_days(*SELLERS, "clara"),
            ["2025-12-05", "2026-01-01", "2026-08-10", "2026-09-10", "2026-04-01"],
        )

    def test_open_invoices_count_before_a_ledger(self):
        """Without a month: the proposed ledger begins in January 2026, too."""
        self.months.sorted(reverse=True).unlink()
        self.assertEqual(self._get_days("sally", "tom"), ["2025-12-05", "2026-01-01"])
        self._invoice(self.clients["Elm"], "tom", 500, "2024-02-29")
        self.assertEqual(self._get_days("tom"), ["2024-02-29"])

    def test_registering_one_by_one(self):
        """The dialog of a candidate proposes the day; of who returns, today."""
        clara = self.env["telecom.salesperson"].create(
            {"user_id": self.users["clara"].id}
        )
        steps = self.env["telecom.salesperson.step"].with_user(self.clerk)
        for person, kind, day in (
            (clara, "register", "2026-04-01"),
            (self.people["sally"], "correct", "2025-12-05"),
            (self.people["sally"], "move", "2026-11-16"),
        ):
            form = Form(
                steps.with_context(default_kind=kind, default_salesperson_id=person.id)
            )
            self.assertEqual(form.date, date.fromisoformat(day))

    def test_candidates_imported_without_a_day(self):
        people = self.env["telecom.salesperson"].with_user(self.clerk)
        result = people.load(
            ["user_id", "certificate_no", "assignment_ids/unit_id"],
            [["Clara", "C-9", "North"]],
        )
        self.assertFalse(result["messages"])
        clara = people.browse(result["ids"])
        clara.action_register_assigned()
        self.assertEqual(clara.registered_on, date(2026, 4, 1))

    def test_problem_says_registered_only_from(self):
        """12,000 of Sally's, registered from 1 March; moved, January has them."""
        problem = self._get_problem(self.january)
        self.assertEqual(
            problem.message,
            "Cash without salesperson and without unit: registered only from a later"
            " day on: Sally (03/01/2026)",
        )
        self.assertEqual((problem.record_count, problem.amount), (1, 12_000))
        action = problem.action_open_records()
        entry = self.env[action["res_model"]].with_user(self.clerk)
        entry = entry.search(action["domain"])
        self.assertEqual(entry.seller_id, self.users["sally"])
        registration = self._open(problem.action_solve())
        line = registration.line_ids
        self.assertEqual(line.salesperson_id, self.people["sally"])
        self.assertEqual(
            (line.registered_on, line.date), (date(2026, 3, 1), date(2025, 12, 5))
        )
        self.assertTrue(registration.has_corrections)
        with self._refused(UserError, "Sally.*say why the day"):
            registration.action_apply()
        registration.reason = "Hired in 2019"
        registration.action_apply()
        sally = self.people["sally"]
        self.assertEqual(sally.registered_on, date(2025, 12, 5))
        self.assertEqual(sally.assignment_ids.date_from, date(2025, 12, 5))
        self.assertIn("Hired in 2019", sally.message_ids[:1].body)
        self.assertFalse(self._get_problem(self.january))
        entry = self.january.entry_ids
        self.assertEqual((entry.salesperson_id, entry.unit_id), (sally, self.north))

    def test_problem_says_who_is_not_registered(self):
        """Clara's 5,000 of April go to the client's unit; she is registered in it."""
        self.clients["Dogwood"].sales_unit_id = self.south
        problem = self._get_problem(self.april)
        self.assertEqual(
            problem.message,
            "Cash without a registered salesperson, left to the client's unit: Clara:"
            " not registered as salespeople",
        )
        registration = self._open(problem.action_solve())
        registration.line_ids.write({"certificate_no": "C-9", "unit_id": self.south.id})
        registration.action_apply()
        self.assertFalse(self._get_problem(self.april))
        self.assertEqual(self.april.entry_ids.salesperson_id.name, "Clara")

    def test_problem_says_nobody_and_not_at_work(self):
        """Tom's last day was 14 May; an invoice of the 15th, and one of nobody's."""
        self.people["tom"]._record_departure(date(2026, 5, 14))
        for owner, amount in (("tom", 700), ("clara", 40)):
            invoice = self._invoice(self.clients["Elm"], owner, amount, "2026-05-15")
            if owner == "clara":
                invoice.invoice_user_id = False
            self._pay(invoice, "2026-05-20")
        problems = self._get_problem(self.months[4])
        self.assertEqual(
            {p.message.split(": ", 1)[1]: p.amount for p in problems},
            {
                "Tom: not at work on the day of the invoice": 700,
                "the invoices have no salesperson": 40,
            },
        )
        self.assertFalse(any(problems.mapped("remedy")))

    def test_registration_of_many(self):
        """Clara sold; Sally and the others are registered. Nina has the role only."""
        nina = self._create_user("nina", "salesperson")
        wizard = self.env["telecom.salesperson.registration"].with_user(self.clerk)
        registration = self._open(wizard.action_open_registration())
        lines = registration.line_ids.grouped("user_id")
        self.assertEqual({*lines}, {self.users["clara"], nina})
        lines[nina].write({"unit_id": self.north.id})
        with self._refused(UserError, "nina.*enter the number first"):
            registration.action_apply()
        lines[nina].certificate_no = "C-8"
        registration.action_apply()
        # Clara's line has no unit: she stays as she is.
        users = nina + self.users["clara"]
        people = users.env["telecom.salesperson"].search([("user_id", "in", users.ids)])
        self.assertEqual(people.user_id, nina)
        self.assertEqual(people.registered_on, date(2026, 1, 1))

    def test_refused_corrections(self):
        sally = self.people["sally"].with_user(self.clerk)
        with self._refused(UserError, "has not come yet"):
            sally._move_registration(date(2026, 11, 17), "Typing error")
        sally._start_assignment(
            {"date_from": date(2026, 6, 1), "unit_id": self.south.id}
        )
        with self._refused(UserError, "to North ended on 05/31/2026"):
            sally._move_registration(date(2026, 6, 2), "Typing error")
        sally._move_registration(date(2026, 5, 31), "Typing error")
        self.assertEqual(
            sally.assignment_ids.sorted("date_from").mapped("date_from"),
            [date(2026, 5, 31), date(2026, 6, 1)],
        )
        leader = self._create_user("leader", "leader")
        with self._refused(AccessError, "only the customer service department"):
            sally.with_user(leader)._move_registration(date(2026, 1, 1), "x")
