from odoo import api, fields, models
from odoo.models import BaseModel

from ....tools.decimals import exact

WHOSE = ("metric_id", "salesperson_id", "partner_id")
COMPARED = ("sheet", "cell", "name", "column_key", "kind", "remark", *WHOSE)


COMPARED += ("reported", "measured", "is_grave")


def _convert_to_comparable(value):
    """Return a value of a line so that it can be compared."""
    if isinstance(value, BaseModel):
        return value.id
    return exact(value) if isinstance(value, float) else value or False


def _get_vals_keys(lines):
    return [
        tuple(_convert_to_comparable(vals.get(name, False)) for name in COMPARED)
        for vals in lines
    ]


class TelecomUnitReportVersion(models.Model):
    """File that a unit sent as its monthly report, with the differences found."""

    _name = "telecom.unit.report.version"
    _description = "Version of a Monthly Report"
    _inherit = ["telecom.guarded.mixin"]
    _order = "report_id, number desc"

    report_id = fields.Many2one(
        "telecom.unit.report",
        string="Monthly Report",
        required=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(related="report_id.unit_id", store=True, precompute=True)
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True
    )
    number = fields.Integer(string="Version", required=True, readonly=True)
    file = fields.Binary(string="File Sent", required=True, readonly=True)
    file_name = fields.Char(readonly=True)
    digest = fields.Char(readonly=True, help="SHA-256 of the file.")
    layout = fields.Json(readonly=True)
    filled = fields.Json(readonly=True)
    prepared_by = fields.Char(readonly=True)
    problems = fields.Text(string="Main Problems", readonly=True)
    plan = fields.Text(string="Plan for Next Month", readonly=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    sent_on = fields.Datetime(string="Report Sent at", readonly=True)
    line_ids = fields.One2many("telecom.unit.report.line", "version_id", string="Lines")
    difference_count = fields.Integer(string="Cells That Differ", readonly=True)
    grave_errors = fields.Integer(readonly=True)

    _number_uniq = models.UniqueIndex(
        "(report_id, number)", "The report has a version of this number already."
    )

    @api.depends("number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._("Version %s", version.number)

    @api.readonly
    def action_download(self):
        """Download the file as it was sent."""
        self.ensure_one()
        return self._download_file("sent")

    @api.readonly
    def action_download_returned(self):
        """Download the workbook with the differences marked."""
        self.ensure_one()
        return self._download_file("returned")

    def _get_filled_values(self):
        """Return what was filled in: ``{(sheet, row, column): text}``."""
        return {tuple(key): text for *key, text in self.filled or []}

    def _replace_lines(self, lines):
        """Store the differences found; versions with the same ones stay unchanged.

        :param lines: ``{version: [values of a line]}``
        :return: versions whose differences have changed
        """
        self._clear_deleted_owners(lines)
        changed = self.filtered(
            lambda v: v._get_line_keys() != _get_vals_keys(lines[v])
        )
        changed.line_ids.unlink()
        self.env["telecom.unit.report.line"].create(
            [
                vals | {"version_id": version.id, "sequence": sequence}
                for version in changed
                for sequence, vals in enumerate(lines[version], 1)
            ]
        )
        for version in changed:
            found = lines[version]
            version.difference_count = len(found)
            version.grave_errors = len(
                {
                    vals.get("metric_id") or vals["column_key"]
                    for vals in found
                    if vals.get("is_grave")
                }
            )
        return changed

    def _clear_deleted_owners(self, lines):
        """Clear the metrics, people and clients that were deleted or merged since the
        download; the lines keep their names."""
        found = [vals for of_version in lines.values() for vals in of_version]
        for name in WHOSE:
            model = self.env[self.line_ids._fields[name].comodel_name]
            there = model.browse({vals.get(name) for vals in found} - {None}).exists()
            for vals in found:
                if name in vals and vals[name] not in there._ids:
                    vals[name] = False

    def _get_line_keys(self):
        """Return the values of the lines, to compare."""
        return [
            tuple(_convert_to_comparable(line[name]) for name in COMPARED)
            for line in self.line_ids.sorted("sequence")
        ]

    def _download_file(self, which):
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/unit-report/version/{self.id}/{which}",
            "target": "download",
        }
