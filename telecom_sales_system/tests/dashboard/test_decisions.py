from odoo.tests import tagged

from ..access.common import AccessCommon

# A model with one of these buttons has something to decide.
DECISIONS = (
    "action_approve",
    "action_accept",
    "action_grant",
    "action_prove",
    "action_sign",
    "action_refuse",
    "action_dismiss",
)
# Decided in the opening or yearly review as a whole, by whoever runs it
ELSEWHERE = set()


@tagged("post_install", "-at_install")
class TestDecisions(AccessCommon):
    """The first page lists every kind of decision that waits for the user."""

    def _get_tile(self, role):
        page = self.env["telecom.dashboard"].with_user(self.users[role]).read_page()
        return next((t for t in page["tiles"] if t["key"] == "decisions"), None)

    def _get_kinds(self, role):
        """Return ``{model: number}`` of the tile's rows, as the lists count them."""
        return {
            item["action"]["res_model"]: self.env[item["action"]["res_model"]]
            .with_user(self.users[role])
            .search_count(item["action"]["domain"])
            for item in self._get_tile(role)["items"]
        }

    def test_every_model_with_a_decision_joins(self):
        """Found in the registry by their buttons; a new model joins by itself."""
        deciding = {
            name
            for name, model in self.env.items()
            if name.startswith("telecom.")
            and not model._abstract
            and not model._transient
            and any(hasattr(model, method) for method in DECISIONS)
        } - ELSEWHERE
        self.assertIn("telecom.blacklist.case", deciding)
        self.assertIn("telecom.circular", deciding)
        for name in sorted(deciding):
            with self.subTest(model=name):
                self.assertTrue(hasattr(self.env[name], "_get_decision_domain"))

    def test_domains_can_be_counted_by_each_role(self):
        for role in ("salesperson", "unit_manager", "service", "leader", "auditor"):
            user = self.users[role]
            for name, model in self.env.items():
                if hasattr(model, "_get_decision_domain") and not model._abstract:
                    own = model.with_user(user)
                    domain = own._get_decision_domain()
                    if domain is not None and own.has_access("read"):
                        with self.subTest(role=role, model=name):
                            self.assertGreaterEqual(own.search_count(domain), 0)

    def test_the_leader_decides_on_cases_and_orders(self):
        """A case is proposed by the department, an order waits, a unit is suspected."""
        self.case.sudo().write({"state": "proposed", "proposed_by_id": self.service.id})
        kinds = self._get_kinds("leader")
        self.assertEqual(kinds["telecom.blacklist.case"], 1)
        waiting = self.env["telecom.order.override"].search_count(
            [("state", "=", "requested")]
        )
        self.assertEqual(kinds["telecom.order.override"], waiting)
        tile = self._get_tile("leader")
        self.assertTrue(tile["waits"])
        self.assertEqual(tile["value"], str(sum(kinds.values())))

    def test_nobody_decides_on_the_own_proposal(self):
        self.case.sudo().write(
            {"state": "proposed", "proposed_by_id": self.users["leader"].id}
        )
        self.assertNotIn("telecom.blacklist.case", self._get_kinds("leader"))

    def test_salespeople_and_auditors_decide_nothing(self):
        self.assertIsNone(self._get_tile("salesperson"))
        self.assertIsNone(self._get_tile("auditor"))

    def test_it_comes_first(self):
        page = self.env["telecom.dashboard"].with_user(self.users["leader"]).read_page()
        self.assertEqual(page["tiles"][0]["key"], "decisions")


@tagged("post_install", "-at_install")
class TestFirstPage(AccessCommon):
    """Whoever has a role begins with the app; a salesperson finds two buttons there."""

    def _get_home(self, user):
        # The request is that of the test itself: only the user matters.
        info = self.env["ir.http"].with_user(user)
        return info._find_home_action()

    def test_roles_begin_with_the_app(self):
        home = self.env.ref("telecom_sales_system.telecom_setup_action_home")
        for role in ("salesperson", "unit_manager", "service", "leader", "auditor"):
            with self.subTest(role=role):
                self.assertEqual(self._get_home(self.users[role]), home)

    def test_a_chosen_page_stays(self):
        user = self.users["leader"]
        user.action_id = self.env.ref("base.action_partner_form").id
        self.assertFalse(self._get_home(user))

    def test_others_keep_the_page_of_odoo(self):
        """People without a role, and administrators, who work in every app."""
        self.assertFalse(self._get_home(self.users["plain"]))
        user = self.users["service"]
        user.group_ids += self.env.ref("base.group_system")
        self.assertFalse(self._get_home(user))

    def test_shortcuts_of_a_salesperson(self):
        page = self.env["telecom.dashboard"]
        [log, visit] = page.with_user(self.anna.user_id).read_page()["shortcuts"]
        self.assertEqual(
            [log["action"]["res_model"], visit["action"]["res_model"]],
            ["telecom.sales.log", "telecom.visit"],
        )
        self.assertEqual(
            page.with_user(self.users["leader"]).read_page()["shortcuts"], []
        )

    def test_menus_of_a_salesperson(self):
        """Some fifteen screens, first page and handbook included."""
        menus = self.env["ir.ui.menu"].with_user(self.anna.user_id).load_menus(False)
        todo = [self.env.ref("telecom_sales_system.telecom_menu_root").id]
        leaves = []
        while todo:
            menu = menus[todo.pop()]
            todo += menu["children"]
            if menu["action_id"] and not menu["children"]:
                leaves.append(menu["name"])
        self.assertLessEqual(len(leaves), 18, leaves)
        self.assertGreaterEqual(len(leaves), 13)

    def test_menu_of_the_assessment_is_in_three(self):
        parent = self.env.ref("telecom_sales_system.telecom_assessment_menu")
        self.assertEqual(
            parent.child_id.mapped("name"),
            ["Scorecards", "Duties", "Contest and Grades"],
        )
