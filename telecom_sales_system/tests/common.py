"""Test bases: a small sales organisation, and real invoices and payments in it."""

from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.base.tests.common import BaseCommon

GROUPS = "telecom_sales_system.group_telecom_"


class SalesOrganisationMixin:
    """Units 市局 > 慈利 > 零阳, 市局 > 函件; two salespeople; a user per role."""

    @classmethod
    def setup_organisation(cls):
        # Not that of the country of Odoo's main company
        cls.env.company.telecom_tz = "UTC"
        # A bureau at work: circulars have numbers, arrears are watched, however small
        cls.env.company.write(
            {
                "telecom_circular_pattern": "{prefix}〔{year}〕{number}号",
                "telecom_arrears_started_on": "2025-01-01",
                "telecom_warning_floor": 0,
                "telecom_circular_floor": 0,
                "telecom_blacklist_floor": 0,
            }
        )
        cls.city = cls._create_unit("City", "C", "city")
        cls.county = cls._create_unit("Cili", "CL", "county", cls.city)
        cls.outlet = cls._create_unit("Lingyang", "LY", "outlet", cls.county)
        cls.branch = cls._create_unit("Letters", "HJ", "branch", cls.city)
        cls.team = cls.env["crm.team"].create(
            {"name": "Team Cili", "unit_id": cls.county.id}
        )
        cls.grade = cls.env.ref("telecom_sales_system.grade_junior")
        cls.anna = cls._create_salesperson("anna", "C-001", cls.county, cls.team)
        cls.bert = cls._create_salesperson("bert", "C-002", cls.branch)
        cls.county_manager = cls._create_user("county_manager", "unit_manager")
        cls.county.manager_id = cls.county_manager
        cls.service = cls._create_user("service", "service")
        cls.leader = cls._create_user("leader", "leader")
        cls.auditor = cls._create_user("auditor", "auditor")

    @classmethod
    def _create_user(cls, login, role):
        return new_test_user(
            cls.env,
            login,
            groups=GROUPS + role,
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    @classmethod
    def _create_unit(cls, name, code, kind, parent=None):
        return cls.env["telecom.sales.unit"].create(
            {
                "name": name,
                "code": code,
                "circular_prefix": code,
                "drafter_may_review": True,
                "kind": kind,
                "parent_id": parent and parent.id,
            }
        )

    @classmethod
    def _create_salesperson(
        cls, login, certificate_no, unit, team=None, since="2025-01-01"
    ):
        person = cls.env["telecom.salesperson"].create(
            {
                "user_id": cls._create_user(login, "salesperson").id,
                "certificate_no": certificate_no,
            }
        )
        person._register_salesperson(
            {
                "date_from": date.fromisoformat(since),
                "unit_id": unit.id,
                "team_id": team and team.id,
                "grade_id": cls.grade.id,
            }
        )
        return person

    @contextmanager
    def _refused(self, error, message):
        """Expect an error whose text matches, and undo what led to it."""
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            yield


class OrganisationCommon(SalesOrganisationMixin, BaseCommon):
    """The organisation alone, without accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_organisation()


class PerformanceCommon(SalesOrganisationMixin, AccountTestInvoicingCommon):
    """Months from January 2026; letters at 0.35, savings at 0.12 of the cash."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(GROUPS + "service")

    @classmethod
    def setup_independent_company(cls, **kwargs):
        """Take the company that a template database holds; else create one, as Odoo."""
        found = cls.env["res.company"].search([("name", "=", "company_1_data")])
        if found and not (kwargs or cls.country_code or cls.chart_template):
            cls.env.user.company_ids += found
            return found
        return super().setup_independent_company(**kwargs)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_organisation()
        cls.letters = cls.env.ref("telecom_sales_system.revenue_line_letter")
        cls.savings = cls.env.ref("telecom_sales_system.revenue_line_savings")
        cls.letter_product = cls._create_line_product("Mailing", cls.letters)
        cls.savings_product = cls._create_line_product("Policy", cls.savings)
        cls.january = cls._create_period("2026-01-01")
        cls.february = cls._create_period("2026-02-01")
        cls.bank = cls.company_data["default_journal_bank"]

    @classmethod
    def _create_line_product(cls, name, revenue_line):
        category = cls.product_category.copy({"name": name})
        category.own_revenue_line_id = revenue_line
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "categ_id": category.id,
                "taxes_id": [Command.clear()],
            }
        )

    @classmethod
    def _create_period(cls, first_day):
        return cls.env["telecom.period"].create({"date_from": first_day})

    @classmethod
    def _create_customer_invoice(
        cls,
        amount,
        day,
        person=None,
        product=None,
        move_type="out_invoice",
        lines=None,
        **vals,
    ):
        """Post an invoice of one line, or of ``lines`` (values of invoice lines)."""
        product = product or cls.letter_product
        lines = lines or [
            {"product_id": product.id, "price_unit": amount, "tax_ids": False}
        ]
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": cls.partner_a.id,
                "invoice_date": day,
                "date": day,
                "invoice_user_id": (person or cls.anna).user_id.id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line) for line in lines],
                **vals,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _pay(cls, moves, day, amount=None, **vals):
        """Register a payment through Odoo's own wizard; return the payments."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        if amount is not None:
            vals["amount"] = amount
        return wizard.create({"payment_date": day, **vals})._create_payments()

    def _entries(self, period=None):
        domain = [("period_id", "=", period.id)] if period else []
        return self.env["telecom.performance.entry"].search(
            [*domain, ("company_id", "=", self.env.company.id)],
            order="invoice_date, invoice_name, recognition_date, id",
        )

    def _assert_entries(self, period, expected):
        """Compare (revenue line, cash, converted profit) of entries, in any order."""
        actual = sorted(
            (
                e.revenue_line_id.code or "",
                round(e.cash, 2),
                round(e.converted_profit, 2),
            )
            for e in self._entries(period)
        )
        self.assertEqual(actual, sorted(expected))

    def _close(self, *periods):
        for period in periods:
            period.action_compute()
            period.action_close()
