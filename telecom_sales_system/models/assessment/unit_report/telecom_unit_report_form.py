import hashlib
import json

from odoo import models
from odoo.tools.misc import consteq, hmac

from ....tools.seal import canonical_json
from ....tools.workbook.workbook_reader import Cell
from ....tools.workbook.workbook_text import cut_text
from .telecom_unit_report_facts import CLIENTS, PEOPLE, SUMMARY

# A change of the layout needs a new format: other formats are refused.
FORMAT = "1"
MARKER = "telecom.unit.report"
IDENTITY = "_identity"
SCOPE = "telecom_unit_report"
COVER, COVER_TEXTS = "cover", ("prepared_by", "problems", "plan")


class TelecomUnitReport(models.Model):
    """Form of a report, and the hidden sheet that identifies the form of a workbook.

    The workbook contains its signed form: somebody who joins the unit or is renamed
    after the download does not make it invalid.
    """

    _inherit = "telecom.unit.report"

    def _build_layout(self):
        """Return the form of a report as of now, in the user's language."""
        self.ensure_one()
        facts = self.env["telecom.unit.report.facts"]
        unit, company = self.unit_id, self.company_id
        people = facts._get_people(unit, self.date_from)[unit]
        clients = facts._get_clients(unit, self.date_from)[unit]
        sheets = [
            self._build_cover_sheet(),
            self._build_summary_sheet(facts._get_metrics(SUMMARY, company)),
            self._build_people_sheet(facts._get_metrics(PEOPLE, company), people),
            self._build_client_sheet(clients),
        ]
        for sheet in sheets:
            sheet["title"] = f"{self.display_name} {sheet['name']}"
        return {
            "sheets": sheets,
            "ignored": [self.env._("Differences")],
            "currency": self.company_id.currency_id.name,
        }

    def _build_cover_sheet(self):
        labels = {
            "prepared_by": self.env._("Prepared by"),
            "problems": self.env._("Main problems"),
            "plan": self.env._("Plan for next month"),
        }
        return {
            "kind": COVER,
            "name": self.env._("Marketing Report"),
            "note": self.env._(
                "Fill in the white cells of all sheets: numbers as numbers, 0 where"
                " there was nothing. Do not insert, merge or move cells; no formulas."
            ),
            "heads": [self.env._("Item"), self.env._("Content")],
            "columns": [{"key": "text"}],
            "rows": [
                {
                    "key": key,
                    "labels": [labels[key]],
                    "type": "required" if key == "prepared_by" else "text",
                }
                for key in COVER_TEXTS
            ],
        }

    def _build_summary_sheet(self, metrics):
        unit = self.company_id._get_telecom_amount_unit()
        measures = {
            "amount": unit,
            "stock": self.env._("%s, at month end", unit),
            "count": self.env._("number"),
        }
        points = self.env._("points")
        rows = []
        for metric in metrics:
            kind = self._get_cell_type(metric)
            row = {"key": str(metric.id), "type": kind}
            name = metric.with_env(self.env).sudo().name
            is_points = metric.measure == "points"
            row["labels"] = [name, points if is_points else measures[kind]]
            if metric.aggregation == "stock":
                row["without"] = ["year"]
            rows.append(row)
        return {
            "kind": SUMMARY,
            "name": self.env._("Figures of the Unit"),
            "note": self.env._("The unit with all units below it."),
            "heads": [
                self.env._("Metric"),
                self.env._("Unit of Measure"),
                self.env._("This Month"),
                # sudo: which months there are is no secret
                self.sudo().period_id._describe_year_to_date(
                    self.env._("Year to Date"), has_other_figures=True
                ),
                self.env._("Remarks"),
            ],
            "columns": [{"key": "month"}, {"key": "year"}, self._get_remark_column()],
            "rows": rows,
        }

    def _get_cell_type(self, metric):
        """Return the type of the cells of a metric; points have decimals, too."""
        if metric.measure == "count":
            return "count"
        return "stock" if metric.aggregation == "stock" else "amount"

    def _get_remark_column(self):
        return {"key": "remark", "type": "text"}

    def _build_people_sheet(self, metrics, people):
        names = metrics.with_env(self.env).sudo().mapped("name")
        return {
            "kind": PEOPLE,
            "name": self.env._("Salespeople"),
            "note": self.env._(
                "People of the unit on the last day; figures of this month."
            ),
            "heads": [
                self.env._("Name"),
                self.env._("Certificate No."),
                self.env._("Team"),
                *names,
                self.env._("Remarks"),
            ],
            "columns": [
                {"key": str(metric.id), "type": self._get_cell_type(metric)}
                for metric in metrics
            ]
            + [self._get_remark_column()],
            "rows": [
                {
                    "key": str(row.salesperson_id.id),
                    "labels": [
                        row.salesperson_id.name or "",
                        row.salesperson_id.certificate_no or "",
                        row.team_id.name or "",
                    ],
                }
                for row in people
            ],
        }

    def _build_client_sheet(self, clients):
        return {
            "kind": CLIENTS,
            "name": self.env._("Key Clients"),
            "note": self.env._(
                "Key clients of the unit on the last day; figures of this month."
            ),
            "heads": [
                self.env._("Client"),
                self.env._("Tier"),
                self.env._("Billed"),
                self.env._("Visits"),
                self.env._("Remarks"),
            ],
            "columns": [
                {"key": "billed", "type": "amount"},
                {"key": "visits", "type": "count"},
                self._get_remark_column(),
            ],
            "rows": [
                {
                    "key": str(client.id),
                    "labels": [client.display_name or "", client.tier_id.name or ""],
                }
                for client in clients
            ],
        }

    def _get_identity_rows(self, layout):
        """Return the rows of the hidden sheet: marker, format, signature, content."""
        text = canonical_json(
            {
                "unit": self.unit_id.id,
                "unit_name": self.unit_id.name,
                "month": self.date_from.isoformat(),
                "layout": layout,
            }
        )
        return [MARKER, FORMAT, self._sign_text(text), *cut_text(text)]

    def _sign_text(self, text):
        # sudo: the secret of the database, which nobody sees
        return hmac(self.sudo().env, SCOPE, text, hash_function=hashlib.sha256)

    def _read_identity(self, sheets):
        """Return the content of the hidden sheet.

        :return: ``(content, None)`` or ``(None, reason why it is refused)``
        """
        sheet = sheets.get(IDENTITY)
        if not sheet or sheet.cells.get("A1", Cell("")).text != MARKER:
            return None, "foreign"
        rows = [MARKER]
        while cell := sheet.cells.get(f"A{len(rows) + 1}"):
            rows.append(cell.text)
        if rows[1:2] != [FORMAT]:
            return None, "format"
        text = "".join(rows[3:])
        if len(rows) < 4 or not consteq(
            self._sign_text(text).encode(), rows[2].encode()
        ):
            return None, "forged"
        return json.loads(text), None
