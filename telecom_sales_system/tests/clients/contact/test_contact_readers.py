"""Who reads a client's contact data, and who does not."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .canaries import HOSTILE, CanaryCommon

PHONE = "+8613987654321"


@tagged("post_install", "-at_install")
class TestContactReaders(CanaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._create_colleague("plain", "base.group_user")
        cls.biller = cls._create_colleague(
            "biller",
            "account.group_account_invoice,telecom_sales_system.group_telecom_salesperson",
        )

    @classmethod
    def _create_colleague(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    def _reads(self, user):
        """Return whether a user reads and finds all, or none, of the hidden people."""
        self.env.flush_all()
        self.env.invalidate_all()
        partners = self.env["res.partner"].with_user(user)
        partners = partners.with_context(active_test=False)
        found = partners.search([("id", "in", self.hidden.ids)])
        self.assertIn(len(found), (0, 3))
        self.assertEqual(partners.search_count([("phone", "=", PHONE)]), len(found))
        for partner in self.hidden.with_user(user):
            if found:
                self.assertEqual(partner.phone, PHONE)
            else:
                with self._refused(AccessError, r"Contact \(res\.partner\)"):
                    partner.read(["phone"])
        return bool(found)

    def test_roles(self):
        expected = {
            self.anna.user_id: False,
            self.county_manager: False,
            self.bert.user_id: True,
            self.service: True,
            self.leader: True,
            self.auditor: True,
            self.biller: True,
            self.plain: True,
        }
        for user, reads in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._reads(user), reads)

    def test_salesperson_of_the_client_in_odoo(self):
        """He read it before the addon came."""
        self.mine.user_id = self.anna.user_id
        self.assertTrue(self._reads(self.anna.user_id))
        lead = self.lead.with_user(self.anna.user_id)
        self.assertEqual(lead.phone, PHONE)

    def test_deputy_and_manager_of_the_unit(self):
        self.mine.deputy_manager_id = self.anna
        self.assertTrue(self._reads(self.anna.user_id))
        self.assertFalse(self._reads(self.county_manager))
        self.mine.sales_unit_id = self.outlet
        self.assertTrue(self._reads(self.county_manager))

    def test_setting_shuts_out_users_without_a_role(self):
        """Nobody; then those of a group; then, with a second company, of both."""
        company = self.env.company
        company.telecom_client_reader_group_ids = False
        self.assertFalse(self._reads(self.plain))
        self.assertTrue(self._reads(self.biller))
        salesmen = self.env.ref("sales_team.group_sale_salesman")
        company.telecom_client_reader_group_ids = salesmen
        self.assertFalse(self._reads(self.plain))
        self.plain.group_ids += salesmen
        self.assertTrue(self._reads(self.plain))
        sister = self.env["res.company"].create({"name": "Sister"})
        self.assertEqual(
            sister.telecom_client_reader_group_ids, self.env.ref("base.group_user")
        )
        sister.telecom_client_reader_group_ids = False
        self.plain.company_ids += sister
        self.assertFalse(self._reads(self.plain))

    def test_colleagues_and_the_bureau_stay_readable(self):
        """Even if the bureau is a key client of its own, of somebody else."""
        bureau = self.env.company.partner_id
        bureau.write({"client_manager_id": self.bert.id, "tier_id": self.silver.id})
        colleague = self.bert.user_id.partner_id
        colleague.write({"parent_id": bureau.id, "email": "bert@bureau.example"})
        self.env.flush_all()
        self.env.invalidate_all()
        for partner in (bureau, colleague, self.anna.user_id.partner_id):
            self.assertTrue(partner.with_user(self.anna.user_id).name)

    def test_contact_archived_before_the_tier(self):
        """Mine got its tier when Former had left: his file names no tier."""
        self.assertFalse(self.former.is_key_client)
        self.assertEqual(self.former.commercial_partner_id, self.mine)
        with self._refused(AccessError, r"Contact \(res\.partner\)"):
            self.former.with_user(self.anna.user_id).read(["phone"])

    def test_names_stay_names(self):
        """On the ledger, with every context key; the account's number stays too."""
        anna = self.anna.user_id
        order = self.order.with_user(anna)
        spec = {"partner_id": {"fields": {"display_name": {}}, "context": HOSTILE}}
        [row] = order.web_read(spec)
        self.assertEqual(row["partner_id"]["display_name"], "Mine")
        [row] = order.with_user(self.biller).web_read(spec)
        self.assertIn("canary-street-1", row["partner_id"]["display_name"])
        account = self.account.with_user(anna).sudo()
        self.assertEqual(account.display_name, "Mine")
        self.assertEqual(self.account.display_name, "CANARY-ACCOUNT")

    def test_twin_of_a_hidden_client(self):
        """A tax id or account typed into an own file does not tell whose it is."""
        twin = self.client
        twin.vat = self.mine.vat
        account = self.account.copy({"partner_id": twin.id})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(twin.with_user(self.anna.user_id).same_vat_partner_id)
        self.assertEqual(twin.with_user(self.service).same_vat_partner_id, self.mine)
        for user, partners in (
            (self.anna.user_id, twin),
            (self.service, twin + self.mine),
        ):
            found = account.with_user(user).duplicate_bank_partner_ids
            self.assertEqual(found - partners, twin.browse())
