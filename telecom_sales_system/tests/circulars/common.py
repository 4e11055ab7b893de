from freezegun import freeze_time

from ..common import PerformanceCommon


class CircularCommon(PerformanceCommon):
    """A paid year: letters at 0.35 of the cash.

    Paid in January 2025: Anna 500. January 2026: Anna 1,000 and Bert 3,000 and nobody
    registered 200. February 2026: Anna 400.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        periods = cls.january + cls.february
        cls.env["telecom.period"].browse(periods.ids).unlink()
        cls.periods = cls.env["telecom.period"].create(
            [
                {"date_from": f"{year}-{month:02}-01"}
                for year, months in ((2025, range(1, 13)), (2026, range(1, 3)))
                for month in months
            ]
        )
        cls.last_january = cls.periods[0]
        cls.january, cls.february = cls.periods[-2:]
        cls.stranger = cls._create_user("stranger", "salesperson")
        for user, amount, day in (
            (cls.anna.user_id, 500, "2025-01-10"),
            (cls.anna.user_id, 1000, "2026-01-10"),
            (cls.bert.user_id, 3000, "2026-01-11"),
            (cls.stranger, 200, "2026-01-12"),
            (cls.anna.user_id, 400, "2026-02-10"),
        ):
            invoice = cls._create_customer_invoice(amount, day, invoice_user_id=user.id)
            cls._pay(invoice, day)
        with freeze_time("2026-03-15"):
            cls.periods.action_compute()
