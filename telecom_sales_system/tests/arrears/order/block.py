from datetime import date

from odoo import Command

from ...common import PerformanceCommon


class BlockCommon(PerformanceCommon):
    """The brewery owes 1,000 since 31 January and is blacklisted since 15 May 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brewery = cls.env["res.partner"].create(
            {
                "name": "Brewery",
                "is_company": True,
                "sales_unit_id": cls.county.id,
                "client_manager_id": cls.anna.id,
                "property_payment_term_id": False,
            }
        )
        cls.debt = cls._create_customer_invoice(
            1000,
            "2026-01-10",
            partner_id=cls.brewery.id,
            invoice_date_due="2026-01-31",
        )
        cls.case = cls._blacklist(cls.brewery)
        sales = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.anna.user_id.sudo().group_ids += sales
        cls.other_leader = cls._create_user("other_leader", "leader")

    @classmethod
    def _blacklist(cls, partner):
        # sudo: cases are opened by the watch only
        cases = cls.env["telecom.blacklist.case"].sudo()
        case = cases._create_cases(partner, date(2026, 5, 15), cls.env.company)
        case.reason = "Does not answer"
        case.with_user(cls.service).action_propose()
        case.with_user(cls.leader).action_approve()
        return case.sudo(False)

    @classmethod
    def _create_provider(cls):
        """Create a provider of online payments that go to the bank journal."""
        payments = cls.env(su=True)
        cls.provider = payments["payment.provider"].create({"name": "Test Bank"})
        cls.method = payments["payment.method"].create(
            {"name": "Test Card", "code": "test_card"}
        )
        payments["account.payment.method.line"].create(
            {
                "name": "Test Card",
                "payment_method_id": cls.env.ref(
                    "account.account_payment_method_manual_in"
                ).id,
                "payment_provider_id": cls.provider.id,
                "journal_id": cls.bank.id,
            }
        )
        cls.provider.invalidate_recordset()

    def _confirmed_before(self):
        """An order of 500 that was confirmed before the brewery was blacklisted."""
        self.case.sudo().state = "circulated"
        order = self._quote()
        order.action_confirm()
        self.case.sudo().state = "blacklisted"
        return order

    @classmethod
    def _quote(cls, partner=None, amount=500, **vals):
        """A quotation of Anna over ``amount``."""
        line = {"product_id": cls.letter_product.id, "price_unit": amount}
        line |= {"product_uom_qty": 1, "tax_ids": False}
        return (
            cls.env["sale.order"]
            .with_user(cls.anna.user_id)
            .create(
                {
                    "partner_id": (partner or cls.brewery).id,
                    "user_id": cls.anna.user_id.id,
                    "order_line": [Command.create(line)],
                    **vals,
                }
            )
        )
