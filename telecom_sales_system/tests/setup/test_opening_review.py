from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .existing import ExistingBureauCommon

OPENING = date(2024, 12, 31)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-16")
class TestOpeningReview(ExistingBureauCommon):
    """The ledger begins in January 2026; the twelve months until October decide.

    In them Alder has 210,000 (gold), Birch and Fir have 50,000 and Cedar has 12,000
    (silver), Dogwood has 5,000; Elm has nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_units()
        cls.setup_tiers()
        cls.january = cls._create_period("2026-01-01")
        cls.reviews = cls.env["telecom.tier.review"].with_user(cls.clerk)

    def _open(self):
        """Compute the opening review as the clerk does."""
        action = self.reviews.action_begin_opening_review()
        return self.reviews.browse(action["res_id"])

    def _get_line(self, review, name):
        client = self.clients[name]
        return review.line_ids.filtered(lambda line: line.partner_id == client)

    def _measure(self, code, scope, date_from, date_to):
        metric = self.env.ref(f"telecom_sales_system.metric_{code}")
        days = (date.fromisoformat(date_from), date.fromisoformat(date_to))
        return float(metric._measure_scopes(scope, *days).get(scope.id))

    def test_first_review_is_the_opening(self):
        """It is dated before the year before the ledger: 31 December 2024."""
        review = self._open()
        self.assertEqual((review.kind, review.state), ("opening", "computed"))
        self.assertEqual(review.opening_day, OPENING)
        self.assertEqual(str(review.as_of), "2026-10-31")
        self.assertEqual(self._open(), review)

    def test_proposal_of_tier_unit_and_managers(self):
        """Alder: its own Sally, and Tom, her only colleague in North.

        Birch: Sam sold 30,000, Sid 20,000. Cedar: its own Sid, and Sally, who sold to
        it. Dogwood was sold to by a clerk. Fir: Sam, and Sid, the next in South.
        """
        review = self._open()
        self.assertEqual(
            {
                line.partner_id.name: (
                    line.tier_id.name,
                    line.assigned_unit_id.name,
                    line.assigned_lead_id.name,
                    line.assigned_deputy_id.name,
                    line.key_client_since,
                )
                for line in review.line_ids
            },
            {
                name: (tier, unit, lead, deputy, OPENING)
                for name, tier, unit, lead, deputy in (
                    ("Alder", "Gold", "North", "Sally", "Tom"),
                    ("Birch", "Silver", "South", "Sam", "Sid"),
                    ("Cedar", "Silver", "South", "Sid", "Sally"),
                    ("Dogwood", False, False, False, False),
                    ("Fir", "Silver", "South", "Sam", "Sid"),
                )
            },
        )

    def test_what_the_client_file_says_comes_first(self):
        """Birch is served by Tom of North already, with Sam as deputy."""
        self.clients["Birch"].write(
            {
                "sales_unit_id": self.north.id,
                "client_manager_id": self.people["tom"].id,
                "deputy_manager_id": self.people["sam"].id,
            }
        )
        self.clients["Fir"].deputy_manager_id = self.people["sam"]
        review = self._open()
        birch, fir = self._get_line(review, "Birch"), self._get_line(review, "Fir")
        self.assertEqual(birch.assigned_unit_id, self.north)
        self.assertEqual(birch.assigned_lead_id, self.people["tom"])
        self.assertEqual(birch.assigned_deputy_id, self.people["sam"])
        # Sam is deputy, so he is not proposed as lead; nobody else sold to Fir.
        self.assertFalse(fir.assigned_lead_id)

    def test_applied_clients_are_new_in_no_month(self):
        """Four key clients before the year and after it, three of them in South."""
        self._open().action_apply()
        for client, tier in (("Alder", "Gold"), ("Birch", "Silver"), ("Elm", False)):
            self.assertEqual(self.clients[client].tier_id.name, tier)
        self.assertEqual(self.clients["Alder"].key_client_since, OPENING)
        history = self.clients["Alder"].tier_history_ids
        self.assertEqual((history.date, history.user_id), (OPENING, self.clerk))
        self.assertEqual(self.clients["Cedar"].client_manager_id, self.people["sid"])
        for month in range(1, 11):
            first, last = f"2026-{month:02}-01", f"2026-{month:02}-28"
            self.assertEqual(
                self._measure("key_clients_new", self.city, first, last), 0
            )
            self.assertEqual(self._measure("key_clients", self.city, first, last), 4)
        self.assertEqual(
            self.env["telecom.client.tier.history"]._count_key_clients(
                self.env.company, date(2026, 1, 1), date(2026, 1, 31)
            ),
            (4, 0, 0),
        )

    def test_growth_retention_and_lost_clients(self):
        """In December Cedar falls out (no revenue in 2026): 3 of 4 are left, -25 %.

        Of the three in South two are left: 66.67 % kept.
        """
        self._open().action_apply()
        year = ("2026-01-01", "2026-10-31")
        self.assertEqual(self._measure("key_growth", self.city, *year), 0)
        self.assertEqual(self._measure("key_retention", self.city, *year), 100)
        with freeze_time("2026-12-31"):
            review = self.reviews.create({"as_of": "2026-12-31"})
            self.assertEqual(review.kind, "regular")
            review.action_compute()
            review.action_apply()
        year = ("2026-01-01", "2026-12-31")
        self.assertEqual(self._measure("key_growth", self.city, *year), -25)
        self.assertEqual(self._measure("key_clients_lost", self.city, *year), 1)
        kept = self._measure("key_retention", self.south, *year)
        self.assertEqual(round(kept, 2), 66.67)

    def test_lost_clients(self):
        """Without revenue since 16 May 2026 (six months): Cedar only."""
        self._open().action_apply()
        clients = self.env["res.partner"].union(*self.clients.values())
        lost = clients.filtered("is_idle_client")
        self.assertEqual(lost.mapped("name"), ["Cedar"])

    def test_maintenance_budgets_of_the_year(self):
        """Of 2025: Alder 150,000 in North, Cedar 12,000 in South; 2 % of each."""
        self._open().action_apply()
        budgets = self.env["telecom.maintenance.budget"].create(
            [{"unit_id": unit.id, "year": 2026} for unit in (self.north, self.south)]
        )
        budgets.action_accrue()
        self.assertEqual(budgets.mapped("base_revenue"), [150_000, 12_000])
        self.assertEqual(budgets.mapped("accrued"), [3_000, 240])

    def test_day_and_managers_entered_by_hand(self):
        """Fir came in March 2026: the only new client, of March. Sid leads it."""
        review = self._open()
        line = self._get_line(review, "Fir")
        line.write(
            {
                "key_client_since": "2026-03-15",
                "assigned_lead_id": self.people["sid"].id,
                "assigned_deputy_id": False,
            }
        )
        review.action_compute()
        self.assertEqual(line.assigned_lead_id, self.people["sid"])
        self.assertFalse(line.assigned_deputy_id)
        review.action_apply()
        fir = self.clients["Fir"]
        self.assertEqual(fir.key_client_since, date(2026, 3, 15))
        self.assertEqual(fir.client_manager_id, self.people["sid"])
        counts = [
            self._measure("key_clients_new", self.city, f"2026-{m}-01", f"2026-{m}-28")
            for m in ("02", "03", "04")
        ]
        self.assertEqual(counts, [0, 1, 0])

    def test_computed_again_for_people_registered_meanwhile(self):
        self.users["clara"].invalidate_recordset()
        review = self._open()
        self.assertFalse(self._get_line(review, "Dogwood").assigned_lead_id)
        clara = self._register("clara", "C-9", self.north, "2026-01-01")
        review.action_compute()
        self.assertEqual(self._get_line(review, "Dogwood").assigned_lead_id, clara)

    def test_refused_values(self):
        review = self._open()
        line = self._get_line(review, "Alder")
        with self._refused(ValidationError, "Alder.*has not come yet"):
            line.key_client_since = "2026-11-17"
        with self._refused(ValidationError, "Key Clients since: enter a day"):
            self.reviews.create(
                {"kind": "opening", "opening_day": "2026-12-01", "as_of": "2026-09-30"}
            )

    def test_tier_entered_by_hand_before(self):
        """Birch got silver by hand on 2 November: the opening dates it back."""
        with freeze_time("2026-11-02"):
            self.clients["Birch"].tier_id = self.silver
        self.assertEqual(self.reviews.create({}).kind, "regular")
        review = self._open()
        review.action_apply()
        self.assertEqual(self.clients["Birch"].key_client_since, OPENING)
        self.assertEqual(self.clients["Birch"].client_manager_id, self.people["sam"])

    def test_only_the_first_review_opens(self):
        review = self._open()
        other = self.reviews.create({"kind": "opening", "as_of": "2026-09-30"})
        other.action_compute()
        review.action_apply()
        for act in (other.action_apply, other.action_apply_upgrades):
            with self._refused(UserError, "was applied already"):
                act()
        other.unlink()
        with self._refused(UserError, "was applied already"):
            self._open()
        self.assertEqual(self.reviews.create({}).kind, "regular")

    def test_progress_and_problem_of_the_month(self):
        """Four clients get a tier; Fir has lost its deputy, who was entered by hand."""
        progress = self.reviews._get_opening_progress()
        self.assertFalse(progress["is_done"] or progress["review"])
        review = self._open()
        self._get_line(review, "Fir").assigned_deputy_id = False
        self.assertEqual(
            self.reviews._get_opening_progress(),
            {
                "is_done": False,
                "review": review,
                "clients": 4,
                "without_lead": 0,
                "without_deputy": 1,
            },
        )
        problems = self.env["telecom.period.problem"]
        [problem] = problems._find_clients(self.january)
        self.assertIn("opening review of the clients' tiers", problem["message"])
        review.action_apply()
        self.assertTrue(self.reviews._get_opening_progress()["is_done"])
        messages = [p["message"] for p in problems._find_clients(self.january)]
        self.assertEqual(messages, ["Key clients without a deputy manager"])

    def test_waiting_opening_review_stops_monthly_ones(self):
        review = self._open()
        with freeze_time("2026-12-05"):
            self.reviews._create_last_month_review()
        here = [("company_id", "=", self.env.company.id)]
        self.assertEqual(self.reviews.search(here), review)
