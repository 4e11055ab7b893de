from collections import Counter
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ...clients.common import ClientCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
# Rows of both clients of which the merge makes one, and rows that it adds.
JOINED = {
    "telecom.maintenance.activity.partner_ids": 1,
    "telecom.maintenance.activity.present_ids": 1,
    "telecom.maintenance.activity.reached_ids": 1,
    "telecom.maintenance.share.partner_id": 1,
    # The open review; the applied one keeps both.
    "telecom.tier.review.line.partner_id": 1,
    # The double's file ends.
    "telecom.client.service.history.partner_id": -1,
    # The tier of the double ends.
    "telecom.client.tier.history.partner_id": -1,
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMerge(ClientCommon):
    """Brewery and its double, with a row in every model that names a client, merge.

    Both are silver since 10 June 2025 and of Cili. The brewery is billed 10,000 in 2025
    and 20,000 in January 2026, its double 15,000 and 4,000; all of January is paid.
    A new model with a field for clients fails the first test until it has rows here.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.silver.is_invited = True
        cls.double = cls._create_client("Brewery Ltd", cls.county, cls.bert)
        cls.clients = cls.client + cls.double
        with freeze_time("2025-06-01"):
            for client in cls.clients:
                client.sales_unit_id = cls.branch
        with freeze_time("2025-06-10"):
            cls.clients.tier_id = cls.silver
            for client in cls.clients:
                client.sales_unit_id = cls.county
        for client, before, now in (
            (cls.client, 10_000, 20_000),
            (cls.double, 15_000, 4_000),
        ):
            cls._bill(client, before, "2025-07-10", invoice_date_due="2026-04-01")
            invoice = cls._bill(client, now, "2026-01-10")
            cls.env["telecom.incentive"].create(
                {"name": "Gift", "move_id": invoice.id, "amount": 1}
            )
            cls._pay(invoice, "2026-01-20")
        cls.january.action_compute()
        cls._review("2026-01-31").action_apply()
        cls.review = cls._review("2026-02-28")
        cls.budget = cls.env["telecom.maintenance.budget"].create(
            {"unit_id": cls.county.id, "year": 2026}
        )
        cls.budget.action_accrue()
        cls.activity = cls.env["telecom.maintenance.activity"].create(
            {
                "name": "Tea",
                "unit_id": cls.county.id,
                "start": "2026-02-10 02:00:00",
                "tier_floor_id": cls.silver.id,
                "partner_ids": cls.clients.ids,
                "present_ids": cls.clients.ids,
                "minutes": "Thanks",
            }
        )
        cls.activity.action_done()
        for client in cls.clients:
            cls._fill(client)
        cls.env.flush_all()

    @classmethod
    def _review(cls, day):
        review = cls.env["telecom.tier.review"].create({"as_of": day})
        review.action_compute()
        # Both stay as they are, so that nothing is left to apply.
        for line in review.line_ids:
            line.write({"tier_id": cls.silver.id, "reason": "Known"})
        return review

    @classmethod
    def _fill(cls, client):
        buyer = cls.env["res.partner"].create({"name": "B", "parent_id": client.id})
        cls.env["telecom.client.survey"].create(
            {"partner_id": client.id, "decision_maker_ids": (buyer + client).ids}
        )
        client.is_small_firm = True
        # sudo: one of the clients is hidden from Anna
        visits = cls.env["telecom.visit"].with_user(cls.anna.user_id).sudo()
        with freeze_time("2026-02-11 02:00:00"):
            visits.create(
                {
                    "partner_id": client.id,
                    "kind": "small_firm",
                    "start": "2026-02-11 01:00:00",
                    "met_ids": (client + buyer).ids,
                }
            ).action_done()
        cls.env["telecom.maintenance.expense"].create(
            {"name": "T", "partner_id": client.id, "date": "2026-03-01", "amount": 5}
        )
        # sudo: what only the program writes
        cases = cls.env["telecom.blacklist.case"].sudo()
        cases._create_cases(client, date(2026, 3, 1), cls.env.company)
        order = cls.env["sale.order"].sudo().create({"partner_id": client.id})
        cls.env["telecom.order.override"].sudo().create(
            {"order_id": order.id, "reason": "Election ballots"}
        )
        report = cls.env["telecom.unit.report"].sudo()
        report = report.search([("unit_id", "=", cls.county.id)]) or report.create(
            {"unit_id": cls.county.id, "date_from": "2026-01-01"}
        )
        version = report.version_ids.create(
            {
                "report_id": report.id,
                "number": len(report.version_ids) + 1,
                "file": "eA==",
            }
        )
        version.line_ids.create(
            {
                "version_id": version.id,
                "name": "Billed",
                "kind": "differs",
                "partner_id": client.id,
            }
        )

    def _list_fields(self):
        """List the stored fields of our models that name clients."""
        return [
            field
            for name, model in self.env.items()
            if name.startswith("telecom.")
            and not (model._abstract or model._transient)
            and model._auto
            for field in model._fields.values()
            if field.comodel_name == "res.partner"
            and field.store
            and field.type in ("many2one", "many2many")
        ]

    def _count_rows(self):
        """Return ``{(field, client): rows}``."""
        self.env.invalidate_all()
        counts = Counter()
        for field in self._list_fields():
            # sudo: all rows
            model = self.env[field.model_name].sudo().with_context(active_test=False)
            for client in self.clients:
                found = model.search_count([(field.name, "=", client.id)])
                counts[f"{field.model_name}.{field.name}", client] = found
        return counts

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(self.clients.ids, self.client, extra_checks=False)
        self.env.invalidate_all()
        self.assertFalse(self.double.exists())

    def _measure(self, name, days):
        metric = self.env.ref(f"telecom_sales_system.metric_{name}")
        return metric._measure_scopes(self.county, *days)[self.county.id]

    def test_no_row_is_lost(self):
        before = self._count_rows()
        bare = [
            f"{name} of {c.name}" for (name, c), count in before.items() if not count
        ]
        self.assertEqual(bare, [], "give both clients a row")
        self._merge()
        after = self._count_rows()
        expected = {
            name: count + before[name, self.double] - JOINED.get(name, 0)
            for (name, client), count in before.items()
            if client == self.client
        }
        kept = {
            name: count
            for (name, client), count in after.items()
            if client == self.client
        }
        self.assertEqual(kept, expected)
        left = [
            name for (name, client), n in after.items() if client != self.client and n
        ]
        self.assertEqual(left, [])

    def test_revenue_and_tiers(self):
        """One key client where there were two, on each day; 24,000 billed in January,
        49,000 in the twelve months of the open review: its proposal is computed anew.
        """
        self.assertEqual(self._measure("key_clients", JANUARY), 2)
        self._merge()
        self.assertEqual(self._measure("key_clients", JANUARY), 1)
        self.assertEqual(self._measure("key_clients_new", FEBRUARY), 0)
        self.assertEqual(self._measure("key_clients_lost", FEBRUARY), 0)
        march = (date(2026, 3, 1), date(2026, 3, 31))
        self.assertEqual(self._measure("key_clients", march), 1)
        self.assertEqual(self._measure("key_retention", march), 100)
        self.assertEqual(self._measure("key_revenue", JANUARY), 24_000)
        self.assertEqual(self.client.client_revenue, 24_000)
        self.assertEqual(self.client.key_client_since, date(2025, 6, 10))
        self.assertEqual(self.review.line_ids.partner_id, self.client)
        self.assertEqual(self.review.line_ids.revenue, 49_000)
        self.review.action_apply()
        self.assertEqual(self.client.tier_id, self.silver)

    def test_ledger(self):
        """24,000 cash less 2 draft incentives, which do not count: at 0.35."""
        self._merge()
        entries = self.env["telecom.performance.entry"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(sum(entries.mapped("cash")), 24_000)
        self.january.action_compute()
        self.assertEqual(self._measure("cash", JANUARY), 24_000)

    def test_budget(self):
        """2 % of 25,000 are 500, 250 for each; then 500 for the one that is left."""
        self.assertEqual(self.budget.share_ids.mapped("amount"), [250, 250])
        self._merge()
        self.assertEqual(self.budget.share_ids.mapped("amount"), [500])
        expenses = self.env["telecom.maintenance.expense"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(sum(expenses.mapped("amount")), 10)
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 25_000)
        self.assertEqual(self.budget.share_ids.mapped("amount"), [500])

    def test_visits_activities_and_surveys(self):
        """One firm, visited twice; all of the one invited client came to the tea."""
        self.assertEqual(self._measure("small_firms", FEBRUARY), 2)
        self._merge()
        self.assertEqual(self._measure("small_firms", FEBRUARY), 1)
        self.assertEqual(self.client.visit_count, 2)
        self.assertEqual(self._measure("maintenance", FEBRUARY), 1)
        self.assertEqual(self._measure("maintenance_reach", FEBRUARY), 100)
        self.assertEqual(len(self.client.client_survey_ids), 2)

    def test_cases(self):
        self._merge()
        cases = self.env["telecom.blacklist.case"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(sorted(cases.mapped("state")), ["merged", "warning"])


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMergeAcrossUnits(TestMerge):
    """The double passes to Letters and Bert before January, which is closed.

    All rows of the tests above are there; what counts by unit stays where it was.
    """

    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-12-20"):
            cls.double.sales_unit_id = cls.branch
        cls.january.action_compute()
        cls.january.action_close()
        cls.env.flush_all()

    def _measure_all(self, *names):
        return {
            (name, scope.display_name): metric._measure_scopes(scope, *days).get(
                scope.id
            )
            for name in names
            for metric in self.env.ref(f"telecom_sales_system.metric_{name}")
            for days in (JANUARY,)
            for scope in (self.county, self.branch, self.anna, self.bert)
        }

    def test_revenue_and_tiers(self):
        """January: 20,000 of Cili and Anna, 4,000 of Letters and Bert, one client each,
        before and after. In March the one that is left is Cili's.
        """
        names = ("billed", "key_revenue", "key_clients", "cash")
        before = self._measure_all(*names)
        values = [before[name, "Cili"] for name in names]
        self.assertEqual(values[:3], [20_000, 20_000, 1])
        self.assertEqual(before["billed", "Letters"], 4_000)
        self._merge()
        self.assertEqual(self._measure_all(*names), before)
        march = (date(2026, 3, 1), date(2026, 3, 31))
        self.assertEqual(self._measure("key_clients", march), 1)
        self.assertEqual(self._measure("key_clients_lost", march), 0)
        self.assertEqual(self._measure("key_clients_new", march), 0)

    def test_ledger(self):
        """The closed month keeps its 24,000, and February has nothing to correct."""
        self._merge()
        self.february.action_compute()
        entries = self.env["telecom.performance.entry"].search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(sum(entries.mapped("cash")), 24_000)
        self.assertEqual(entries.period_id, self.january)

    def test_budget(self):
        """Cili's base is of 2025, when it served both: 25,000, before and after."""
        self._merge()
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 25_000)
        self.assertEqual(self.budget.share_ids.mapped("amount"), [500])

    def test_visits_activities_and_surveys(self):
        """Of the visited firms one is left; the clients of February are of two units,
        and both were reached by the tea.
        """
        self._merge()
        self.assertEqual(self._measure("small_firms", FEBRUARY), 1)
        for unit in (self.county, self.branch):
            metric = self.env.ref("telecom_sales_system.metric_maintenance_reach")
            self.assertEqual(metric._measure_scopes(unit, *FEBRUARY)[unit.id], 100)
