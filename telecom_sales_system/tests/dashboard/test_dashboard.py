from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import DashboardCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestDashboard(DashboardCommon):
    """The tiles of each role: whose records they count, and what they open."""

    @users("anna")
    def test_salesperson(self):
        """350 + 140 = 490 points this year, second to Bert's 700; 300 overdue."""
        tiles = self._tiles()
        self.assertEqual(tiles["visits"]["value"], "2")
        self.assertEqual(tiles["visits"]["note"], "1 done")
        self.assertEqual(
            [(item["label"], item["detail"]) for item in tiles["visits"]["items"]],
            [("Brewery", "15:00")],
        )
        self.assertEqual(tiles["points"]["value"], "140.00")
        self.assertEqual(tiles["points"]["note"], "490.00 this year")
        self.assertEqual(tiles["rank"]["value"], "2")
        self.assertEqual(tiles["rank"]["note"], "of 2 salespeople")
        self.assertEqual(tiles["arrears"]["value"], "300.00")
        self.assertEqual(tiles["cases"]["value"], "1")

    @users("bert")
    def test_other_salesperson_sees_the_own(self):
        tiles = self._tiles()
        self.assertEqual(tiles["visits"]["value"], "0")
        self.assertEqual(tiles["points"]["note"], "700.00 this year")
        self.assertEqual(tiles["rank"]["value"], "1")
        self.assertEqual(tiles["arrears"]["value"], "0.00")

    @users("county_manager")
    def test_unit_manager_sees_the_people_below(self):
        """Anna's visits, points and arrears; no rank, since managers do not sell."""
        tiles = self._tiles()
        self.assertEqual(tiles["visits"]["value"], "2")
        self.assertEqual(tiles["points"]["note"], "490.00 this year")
        self.assertEqual(tiles["arrears"]["value"], "300.00")
        self.assertNotIn("rank", tiles)

    @users("county_manager")
    def test_unit_manager_reads_whose_points_and_activities_they_are(self):
        """Anna's 140 of February; her activity of yesterday and the own of today.

        Bert's activity is nobody's business in Cili.
        """
        # Odoo shows activities to those who may change the record: contacts, by sales.
        self.env.user.sudo().group_ids += self.quick_ref(
            "sales_team.group_sale_salesman"
        )
        kind = self.env.ref("mail.mail_activity_data_todo")
        for user, day in (
            (self.anna.user_id, "2026-02-09"),
            (self.county_manager, "2026-02-10"),
            (self.bert.user_id, "2026-02-09"),
        ):
            self.client.sudo().activity_schedule(
                activity_type_id=kind.id,
                summary=f"Call of {user.login}",
                date_deadline=day,
                user_id=user.id,
            )
        tiles = self._tiles()
        [item] = tiles["points"]["items"]
        self.assertEqual(item["label"], self.anna.name)
        self.assertEqual(item["detail"], "140.00")
        activities = tiles["activities"]
        own = [item["label"] for item in activities["items"]]
        self.assertIn("Call of county_manager", own)
        self.assertIn(f"{self.anna.name} · Call of anna", own)
        self.assertFalse([label for label in own if "bert" in label])
        self.assertEqual(activities["title"], "Activities of My People")
        self.assertEqual(activities["note"], "1 overdue")
        self.assertFalse(self._tiles_of(self.anna.user_id)["points"]["items"])

    def _tiles_of(self, user):
        page = self.env["telecom.dashboard"].with_user(user).read_page()
        return {tile["key"]: tile for tile in page["tiles"]}

    @users("anna")
    def test_visits_of_today_open_with_their_filter(self):
        """Which the user may take off, to see the others."""
        action = self._tiles()["visits"]["action"]
        self.assertEqual(action["context"], {"search_default_today": 1})
        self.assertNotIn("start", str(action["domain"]))
        search = self.env.ref("telecom_sales_system.telecom_visit_view_search")
        self.assertIn("is_today", search.sudo().arch)

    def test_user_without_a_time_zone_reads_the_clock_of_the_bureau(self):
        """18:00 UTC on 10 February is the 11th in Shanghai: one visit, at 9:00."""
        self.anna.user_id.tz = False
        with freeze_time("2026-02-10 18:00:00"):
            page = self.env["telecom.dashboard"].with_user(self.anna.user_id)
            page = page.with_context(tz=False).read_page()
        self.assertEqual(page["day"], "02/11/2026")
        [visits] = [tile for tile in page["tiles"] if tile["key"] == "visits"]
        self.assertEqual([item["detail"] for item in visits["items"]], ["09:00"])

    @users("anna", "county_manager", "service", "leader", "auditor")
    def test_every_tile_opens_what_it_counts(self):
        for tile in self._tiles().values():
            for action in (tile["action"], *(item["action"] for item in tile["items"])):
                model = self.env[action["res_model"]]
                if "domain" in action:
                    model.search(action["domain"])
                elif "res_id" in action:
                    model.browse(action["res_id"]).check_access("read")
                else:
                    model.check_access("create")

    @users("anna")
    def test_debt_of_a_client_whom_somebody_else_leads(self):
        """Anna sold it and answers, though Bert's key client is closed to her."""
        tier = self.env["telecom.client.tier"].sudo()
        tier = tier.create({"name": "Gold", "code": "gold", "threshold": 10_000})
        self.client.sudo().write(
            {"client_manager_id": self.bert.id, "tier_id": tier.id}
        )
        self.env.flush_all()
        self.assertFalse(self.client.with_user(self.anna.user_id).has_access("read"))
        [item] = self._tiles()["arrears"]["items"]
        self.assertEqual(item["label"], "Brewery")

    def test_duties_of_the_own_units(self):
        """Cili misses one and owes one by 20 February; Letters' is not its own."""
        kind = self.env.ref("telecom_sales_system.duty_type_monthly_report")
        self.env["telecom.duty"].search([]).unlink()
        self.env["telecom.duty"].create(
            [
                {"type_id": kind.id, "unit_id": unit.id, "due_on": due}
                for unit, due in (
                    (self.county, "2026-02-09"),
                    (self.county, "2026-02-20"),
                    (self.county, "2026-03-20"),
                    (self.branch, "2026-02-20"),
                )
            ]
        )
        dashboard = self.env["telecom.dashboard"]
        for user, value, note in (
            (self.county_manager, "2", "1 missing"),
            (self.service, "3", "1 missing"),
        ):
            page = dashboard.with_user(user).read_page()
            [tile] = (tile for tile in page["tiles"] if tile["key"] == "duties")
            self.assertEqual((tile["value"], tile["note"]), (value, note))

    def test_debts_to_another_company_are_not_added(self):
        """300 here; 500 in Other, which may keep its books in another currency."""
        other = self.setup_other_company(name="Other")["company"]
        invoice = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.client.id,
                    "company_id": other.id,
                    "invoice_user_id": self.anna.user_id.id,
                    "invoice_date": "2026-01-05",
                    "invoice_date_due": "2026-01-31",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "X", "price_unit": 500, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        companies = self.env.company | other
        for user, value in ((self.anna.user_id, "300.00"), (self.leader, "300")):
            user.company_ids = companies
            dashboard = self.env["telecom.dashboard"].with_user(user)
            page = dashboard.with_context(allowed_company_ids=companies.ids).read_page()
            found = {row["key"]: row for row in page["tiles"] + page["blocks"]}
            row = found.get("arrears") or found["ageing"]
            with self.subTest(user=user.login):
                self.assertEqual(row["value"], value)
                items = self.env["telecom.arrears.item"].with_user(user)
                items = items.with_context(allowed_company_ids=companies.ids)
                opened = items.search(row["action"]["domain"])
                self.assertEqual(sum(opened.mapped("overdue")), 300)

    def test_clients_to_visit(self):
        """Gold asks for a visit every 30 days. The Brewery was visited today, the Mill
        of Letters never since it became a key client in December, so it is overdue; the
        Bank of nobody as well, and that of another company's unit is not counted."""
        tier = self.env["telecom.client.tier"].create(
            {
                "name": "Gold",
                "code": "gold",
                "threshold": 10_000,
                "visit_interval_days": 30,
            }
        )
        other = self.env["res.company"].create({"name": "Other"})
        elsewhere = self.env["telecom.sales.unit"].create(
            {"name": "Far", "code": "F", "kind": "branch", "company_id": other.id}
        )
        self.client.tier_id = tier
        for name, unit in (
            ("Mill", self.branch),
            ("Bank", self.branch.browse()),
            ("Far Mill", elsewhere),
        ):
            self.env["res.partner"].create(
                {
                    "name": name,
                    "is_company": True,
                    "sales_unit_id": unit.id,
                    "tier_id": tier.id,
                    "key_client_since": "2025-12-01",
                }
            )
        self.env.flush_all()
        for user, count, late in (
            (self.county_manager, "0", "0 overdue"),
            (self.service, "2", "2 overdue"),
            (self.leader, "2", "2 overdue"),
            (self.auditor, "2", "2 overdue"),
        ):
            tiles = self.env["telecom.dashboard"].with_user(user).read_page()["tiles"]
            [tile] = [tile for tile in tiles if tile["key"] == "due"]
            with self.subTest(user=user.login):
                self.assertEqual((tile["value"], tile["note"]), (count, late))
                labels = sorted(item["label"] for item in tile["items"])
                self.assertEqual(labels, ["Bank", "Mill"] if count == "2" else [])

    @users("leader")
    def test_leader_decides(self):
        self.case.state = "proposed"
        self.assertEqual(self._tiles()["cases"]["title"], "Cases to Decide")
        self.assertEqual(self._tiles()["cases"]["value"], "1")

    def test_not_for_people_without_a_role(self):
        plain = self.env["res.users"].create({"name": "Plain", "login": "plain"})
        with self._refused(AccessError, "people with a role"):
            self.env["telecom.dashboard"].with_user(plain).read_page()

    @users("anna")
    def test_as_many_queries_for_more_records(self):
        """Three visits more, and the page takes as many queries as before."""
        self._queries()
        before = self._queries()
        self.env["telecom.visit"].create(
            [
                {"partner_id": self.client.id, "start": f"2026-02-10 0{hour}:30:00"}
                for hour in (3, 4, 5)
            ]
        )
        self.env.flush_all()
        self.assertEqual(self._queries(), before)

    def _queries(self):
        self.env.invalidate_all()
        count = self.env.cr.sql_log_count
        self._tiles()
        return self.env.cr.sql_log_count - count
