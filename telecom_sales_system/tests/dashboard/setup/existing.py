"""A company that used Odoo before the addon came: the database of a first user."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

SERVICE = "telecom_sales_system.group_telecom_service"


class ExistingCompanyCommon(AccountTestInvoicingCommon):
    """5 March 2026: invoices since January, users with Odoo's roles, nothing of ours.

    Anna sold letters of 10,000 to the brewery (January, paid in February) and of 6,000
    (February, paid in February); Bert sold newspapers of 4,000 to the school (February,
    paid in March). 300 of nobody (a free text) are unpaid. Cora is an accountant,
    Lena leads the bureau, Sven is the clerk who sets it up: he alone has a role.
    """

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(SERVICE)

    @classmethod
    def setup_independent_company(cls, **kwargs):
        found = cls.env["res.company"].search([("name", "=", "company_1_data")])
        if found and not (kwargs or cls.country_code or cls.chart_template):
            cls.env.user.company_ids += found
            return found
        return super().setup_independent_company(**kwargs)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-05 02:00:00"))
        cls.company = cls.env.company
        cls.company.telecom_tz = "UTC"
        sales = "sales_team.group_sale_salesman"
        cls.anna = cls._create_user("anna", "Anna", sales)
        cls.bert = cls._create_user("bert", "Bert", sales)
        cls.cora = cls._create_user("cora", "Cora", "account.group_account_invoice")
        cls.lena = cls._create_user("lena", "Lena", "base.group_user")
        cls.mona = cls._create_user("mona", "Mona", sales)
        cls.paul = cls._create_user("paul", "Paul", "base.group_user")
        cls.sven = cls._create_user("sven", "Sven", SERVICE)
        cls.letters = cls._create_category("Letters and Mailings")
        cls.press = cls._create_category("Press")
        cls.odd = cls._create_category("Odds and Ends")
        tiers = cls.env["telecom.client.tier"]
        if not tiers.search([("company_id", "in", [False, cls.company.id])]):
            tiers.create({"name": "Silver", "code": "silver", "threshold": 10_000})
        cls.brewery, cls.school = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "user_id": user.id}
                for name, user in (("Brewery", cls.anna), ("School", cls.bert))
            ]
        )
        cls.january = cls._sell(
            cls.brewery, cls.anna, cls.letters, 10_000, "2026-01-12"
        )
        cls.february = cls._sell(
            cls.brewery, cls.anna, cls.letters, 6_000, "2026-02-03"
        )
        cls.paper = cls._sell(cls.school, cls.bert, cls.press, 4_000, "2026-02-10")
        cls.open = cls._sell(cls.school, cls.env["res.users"], None, 300, "2026-02-20")
        cls._pay(cls.january, "2026-02-02")
        cls._pay(cls.february, "2026-02-18")
        cls._pay(cls.paper, "2026-03-02")

    @classmethod
    def _create_user(cls, login, name, groups):
        return new_test_user(
            cls.env,
            login,
            name=name,
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_category(cls, name):
        category = cls.product_category.copy({"name": name})
        cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "categ_id": category.id,
                "taxes_id": [Command.clear()],
            }
        )
        return category

    @classmethod
    def _sell(cls, partner, user, category, amount, day):
        product = cls.env["product.product"].search(
            [("categ_id", "=", category.id if category else 0)], limit=1
        )
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "date": day,
                "invoice_user_id": user.id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": "Sale",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def _pay(cls, move, day):
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        return wizard.create({"payment_date": day})._create_payments()
