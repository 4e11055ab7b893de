"""February 2026 on the first page: sales, a debt, visits and a case."""

from datetime import date

from ..common import PerformanceCommon


class DashboardCommon(PerformanceCommon):
    """10 February 2026, ten in the morning in Shanghai, letters at 0.35.

    Anna of Cili: 1,000 paid in January, 400 in February, 300 overdue. Bert of Letters:
    2,000 paid in January. Anna visits today at 9:00 (done) and at 15:00, and tomorrow.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everybody = cls.anna.user_id | cls.bert.user_id | cls.county_manager
        everybody.write({"tz": "Asia/Shanghai"})
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.client = cls.env["res.partner"].create(
            {
                "name": "Brewery",
                "is_company": True,
                "sales_unit_id": cls.county.id,
                "client_manager_id": cls.anna.id,
            }
        )
        for person, amount, day in (
            (cls.anna, 1000, "2026-01-10"),
            (cls.anna, 400, "2026-02-05"),
            (cls.bert, 2000, "2026-01-11"),
        ):
            invoice = cls._create_customer_invoice(amount, day, person)
            cls._pay(invoice, day)
        cls._create_customer_invoice(
            300, "2026-01-05", partner_id=cls.client.id, invoice_date_due="2026-01-31"
        )
        (cls.january + cls.february).action_compute()
        visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
        done, *_others = visits.create(
            [
                {"partner_id": cls.client.id, "start": start}
                for start in (
                    "2026-02-10 01:00:00",
                    "2026-02-10 07:00:00",
                    "2026-02-11 01:00:00",
                )
            ]
        )
        done.action_done()
        # sudo: cases are opened by the watch only
        cases = cls.env["telecom.blacklist.case"].sudo()
        cls.case = cases._create_cases(cls.client, date(2026, 2, 9), cls.env.company)

    def _tiles(self):
        page = self.env["telecom.dashboard"].read_page()
        return {tile["key"]: tile for tile in page["tiles"]}
