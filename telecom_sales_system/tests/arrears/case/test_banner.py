from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from ..order.block import BlockCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20")
class TestBanner(BlockCommon):
    """Every role reads why a client is blocked, without rights to accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(cls.env, "plain")
        # Of sales, and of no group of this addon.
        cls.seller = new_test_user(
            cls.env,
            "seller",
            groups="sales_team.group_sale_salesman",
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.brewery.id}
        )

    def _lead(self, **vals):
        leads = self.env["crm.lead"].with_user(self.seller)
        return leads.create({"name": "Labels", "partner_id": self.buyer.id, **vals})

    def _assert_blocked(self, record):
        self.assertEqual(record.sales_block_state, "blocked")
        self.assertIn("Brewery is on the blacklist", record.sales_block_message)
        self.assertIn("Ask anna", record.sales_block_message)

    def test_on_the_client(self):
        for partner in (self.brewery, self.buyer):
            self._assert_blocked(partner.with_user(self.plain))
        partners = self.env["res.partner"]
        blocked = partners.search([("sales_block_state", "=", "blocked")])
        self.assertEqual(blocked, self.brewery | self.buyer)

    def test_on_the_quotation_of_a_plain_seller(self):
        """As the form shows it, while it is typed and after."""
        self.assertFalse(self.seller.has_group("account.group_account_readonly"))
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            self.assertEqual(form.sales_block_state, "none")
            form.partner_id = self.buyer
            self._assert_blocked(form)
        order = form.save()
        self._assert_blocked(order)
        arch = order.get_views([(False, "form")])["views"]["form"]["arch"]
        for name in ("sales_block_message", "action_ask_leader"):
            self.assertIn(f'name="{name}"', arch)

    def test_on_the_opportunity_of_a_plain_seller(self):
        lead = self._lead()
        self._assert_blocked(lead)
        values = lead.web_read({"sales_block_state": {}, "sales_block_message": {}})
        self.assertEqual(values[0]["sales_block_state"], "blocked")
        arch = lead.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertIn('name="sales_block_message"', arch)

    def test_a_client_of_a_company_that_the_seller_does_not_see(self):
        """The opportunity opens, and shows the case of its own company."""
        lead = self._lead()
        sister = self.env["res.company"].sudo().create({"name": "Sister"})
        (self.brewery | self.buyer).sudo().company_id = sister
        self.env.invalidate_all()
        self._assert_blocked(lead)

    def test_in_the_language_of_whoever_reads(self):
        """In one transaction: nobody reads what was made for another."""
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self._quote()
        lead = self._lead()
        for record in (self.brewery, order, lead.sudo()):
            english = record.with_context(lang="en_US").sales_block_message
            chinese = record.with_context(lang="zh_CN").sales_block_message
            self.assertIn("blacklist", english)
            self.assertNotIn("blacklist", chinese)

    def test_gone_with_the_case(self):
        """Released: the banner goes at once, in the same transaction too."""
        order = self._quote()
        lead = self._lead()
        records = (self.brewery, order, lead)
        for record in records:
            self.assertEqual(record.sales_block_state, "blocked")
        self.case.sudo().state = "released"
        for record in records:
            self.assertEqual(record.sales_block_state, "none")
