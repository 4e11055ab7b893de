from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from ..common import ArrearsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestOverdueCompanies(ArrearsCommon):
    """One client of two companies that keep their books in different currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        cls.home = cls.env.company
        cls.sister = cls.setup_other_company(name="Sister", currency_id=cls.euro.id)[
            "company"
        ]
        cls.env.user.company_ids |= cls.sister
        # Each company keeps its own rates: half a yuan to the euro.
        cls.env["res.currency.rate"].sudo().create(
            {
                "name": "2026-01-01",
                "currency_id": cls.home.currency_id.id,
                "rate": 0.5,
                "company_id": cls.sister.id,
            }
        )
        cls.service.company_ids |= cls.sister
        cls._invoice(1000, "2026-03-01")
        cls._in_sister(300, "2026-04-01")
        # 500 yuan are 1,000 EUR in the sister's books.
        cls._in_sister(500, "2026-05-01", currency_id=cls.home.currency_id.id)

    @classmethod
    def _in_sister(cls, amount, day, **vals):
        line = {"name": "Labels", "price_unit": amount, "quantity": 1}
        move = (
            cls.env["account.move"]
            .with_company(cls.sister)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": cls.partner_a.id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "invoice_payment_term_id": False,
                    "currency_id": cls.euro.id,
                    "invoice_line_ids": [Command.create(line | {"tax_ids": False})],
                    **vals,
                }
            )
        )
        move.action_post()
        return move

    def _sum(self, company, day):
        items = self.env["telecom.arrears.item"].with_company(company)
        found = items.with_context(telecom_as_of=day).search(
            [("company_id", "=", company.id)]
        )
        return sum(found.mapped("overdue"))

    def test_each_in_its_own_currency(self):
        """31 May: 1,000 yuan here; 300 EUR and 500 yuan = 1,000 EUR there, 1,300.
        30 April: of the sister 300 alone."""
        for day, here, there in (
            ("2026-05-31", 1000, 1300),
            ("2026-04-30", 1000, 300),
            ("2026-02-28", 0, 0),
        ):
            with self.subTest(day):
                self.assertEqual(self._sum(self.home, day), here)
                self.assertEqual(self._sum(self.sister, day), there)

    def test_the_client_s_file_shows_the_current_company(self):
        """Both companies ticked: the button shows and opens those of the first one."""
        companies = (self.home | self.sister).ids
        for company, owed in ((self.home, 1000), (self.sister, 1300)):
            ids = [company.id, *(id_ for id_ in companies if id_ != company.id)]
            client = self.partner_a.with_user(self.service)
            client = client.with_context(allowed_company_ids=ids)
            self.assertEqual(client.client_overdue, owed)
            action = client.action_open_arrears()
            items = client.env["telecom.arrears.item"].search(action["domain"])
            self.assertEqual(sum(items.mapped("overdue")), owed)
            self.assertEqual(items.company_id, company)

    def test_cases_of_the_current_company(self):
        """A case in each company; the button counts and opens one."""
        cases = self.env["telecom.blacklist.case"].sudo()
        day = fields.Date.today()
        opened = {
            company: cases.with_company(company)._create_cases(
                self.partner_a, day, company
            )
            for company in (self.home, self.sister)
        }
        for company, other in ((self.home, self.sister), (self.sister, self.home)):
            client = self.partner_a.with_user(self.service)
            client = client.with_context(allowed_company_ids=(company | other).ids)
            client = client.with_company(company)
            self.assertEqual(client.client_case_count, 1)
            action = client.action_open_cases()
            found = client.env["telecom.blacklist.case"].search(action["domain"])
            self.assertEqual(found, opened[company])
            self.assertEqual(found.overdue_now, 1000 if company == self.home else 1300)
