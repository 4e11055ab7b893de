"""Monthly reports: the facts of January, and how a unit fills in its workbook."""

from base64 import b64encode
from datetime import date
from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from ....tools.workbook.report_form import TEXTS, list_places
from ...common import PerformanceCommon
from ...tools.workbooks import saved

# What is true of Cili in January, by code of the metric; all others are 0.
TRUE = {
    "points": 350,
    "cash": 1000,
    "billed": 1000,
    "key_clients": 1,
    "key_clients_new": 1,
    "key_revenue": 1000,
    "full_time": 1,
}


class UnitReportCommon(PerformanceCommon):
    """On 10 January Anna of Cili invoices 1,000 of letters to Hotel, its only key
    client, who pays on the 20th: 350 points. It is 3 February; the report of January is
    due on the 5th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.telecom_tz = "Asia/Shanghai"
        tier = cls.env["telecom.client.tier"].create(
            {"name": "Silver", "code": "silver", "threshold": 10_000}
        )
        with freeze_time("2026-01-05 04:00:00"):
            cls.hotel = cls.env["res.partner"].create(
                {
                    "name": "Hotel",
                    "is_company": True,
                    "sales_unit_id": cls.county.id,
                    "client_manager_id": cls.anna.id,
                    "tier_id": tier.id,
                }
            )
        invoice = cls._create_customer_invoice(
            1000, "2026-01-10", partner_id=cls.hotel.id
        )
        cls._pay(invoice, "2026-01-20")
        cls.startClassPatcher(freeze_time("2026-02-03 02:00:00"))
        cls.duties = cls.env["telecom.duty"]
        types = cls.env["telecom.duty.type"].search([])
        types.write({"for_branch": False, "for_county": False, "for_outlet": False})
        cls.duty_type = cls.env.ref("telecom_sales_system.duty_type_monthly_report")
        cls.duty_type.write({"for_county": True, "for_branch": True})
        duties = cls.duties._generate_duties(cls.company, date(2026, 1, 10))
        cls.duty = duties.filtered(lambda duty: duty.unit_id == cls.county)
        cls.report = cls._report(cls.county)

    @classmethod
    def _report(cls, unit, month="2026-01-01"):
        return cls.env["telecom.unit.report"].search(
            [("unit_id", "=", unit.id), ("date_from", "=", month)]
        )

    def _template(self, report):
        """Return the template of a report as its manager downloads it."""
        writer = self.env["telecom.unit.report.workbook"]
        return writer.with_user(self.county_manager)._build_workbook(
            report.with_user(self.county_manager)
        )

    def _layout(self, report):
        return report.with_user(self.county_manager)._build_layout()

    def _places(self, report):
        """Return ``{(kind, row, column): (sheet, place)}``; metrics by their codes."""
        codes = {
            str(metric.id): metric.code
            for metric in self.env["telecom.metric"].search([])
        }
        found = {}
        for sheet in self._layout(report)["sheets"]:
            for place in list_places(sheet):
                kind, row, column = place.key
                row = codes[row] if kind == "summary" else row
                column = codes.get(column, column) if kind == "people" else column
                found[kind, row, column] = (sheet["name"], place)
        return found

    def _book(self, report, **changes):
        """Return the truth, but for ``code_month=7``, ``code_year=7``,
        ``anna_code=7``, ``hotel_billed=7``; as a workbook of openpyxl."""
        book = load_workbook(BytesIO(self._template(report)))
        for key, (sheet, place) in self._places(report).items():
            book[sheet][place.cell] = self._truth(key, place.type, changes)
        self.assertFalse(changes, "each change has a cell")
        return book

    def _truth(self, key, kind, changes):
        _sheet, row, column = key
        name = f"{row}_{column}"
        if row == str(self.anna.id):
            name, true = f"anna_{column}", TRUE.get(column, 0)
        elif row == str(self.hotel.id):
            name, true = f"hotel_{column}", {"billed": 1000}.get(column, 0)
        else:
            true = TRUE.get(row, 0)
        if kind in TEXTS:
            true = "Li" if kind == "required" else None
        return changes.pop(name, true)

    def _filled(self, report, **changes):
        return saved(self._book(report, **changes))

    def _send(self, report, content, user=None, name="report.xlsx"):
        mine = report.with_user(user or self.county_manager)
        mine.submit_file(b64encode(content).decode(), name)

    def _lines(self, report):
        """Return (name, column, reported, measured, is grave) of the differences."""
        return [
            (line.name, line.column, line.reported, line.measured, line.is_grave)
            for line in report.line_ids
        ]
