from odoo.tests import tagged

from ..common import OrganisationCommon

LEDGER = "telecom_sales_system.telecom_performance_entry_action"


@tagged("post_install", "-at_install")
class TestRoleFilters(OrganisationCommon):
    """Menus open with what is the user's own; buttons with what they are about."""

    def _get_context(self, user, action=LEDGER):
        return self.env.ref(action).with_user(user).sudo()._get_action_dict()["context"]

    def test_filter_of_each_role(self):
        for user, mine, my_unit in (
            (self.anna.user_id, True, False),
            (self.county_manager, False, True),
            (self.service, False, False),
            (self.leader, False, False),
            (self.auditor, False, False),
        ):
            context = self._get_context(user)
            with self.subTest(user=user.login):
                self.assertEqual("'search_default_mine': 1" in context, mine)
                self.assertEqual("'search_default_my_unit': 1" in context, my_unit)

    def test_whole_company_is_grouped_by_unit(self):
        """Totals by unit for who sees all of them, the own rows one by one."""
        for action, group in (
            (LEDGER, "group_ranked_unit"),
            ("telecom_sales_system.telecom_arrears_item_action", "group_ranked_unit"),
            ("telecom_sales_system.telecom_client_whitespace_action", "group_unit"),
        ):
            for user, is_grouped in (
                (self.anna.user_id, False),
                (self.county_manager, False),
                (self.service, True),
                (self.leader, True),
                (self.auditor, True),
            ):
                context = self._get_context(user, action)
                with self.subTest(action=action, user=user.login):
                    self.assertEqual(
                        f"'search_default_{group}': 1" in context, is_grouped
                    )

    def test_other_keys_stay(self):
        visits = "telecom_sales_system.telecom_visit_action"
        self.assertEqual(
            self._get_context(self.anna.user_id, visits),
            "{'search_default_planned': 1, 'search_default_mine': 1}",
        )

    def test_buttons_show_all_records_they_are_about(self):
        actions = self.env["ir.actions.act_window"].with_user(self.anna.user_id)
        self.assertNotIn("search_default_mine", actions._for_xml_id(LEDGER)["context"])

    def test_unit_of_a_manager(self):
        """The manager of Cili finds Cili and its outlet, not the branch."""
        units = self.env["telecom.sales.unit"].with_user(self.county_manager)
        found = units.search([("supervisor_ids", "=", self.county_manager.id)])
        self.assertEqual(found, self.county + self.outlet)
