from odoo import api, fields, models
from odoo.exceptions import UserError

from ...common.screens.list_action import prepare_list_action


class TelecomUnitReportLine(models.Model):
    """Difference between a cell of a monthly report and the measured figure."""

    _name = "telecom.unit.report.line"
    _description = "Difference in a Monthly Report"
    _inherit = ["telecom.guarded.mixin"]
    _order = "version_id, sequence, id"
    _log_access = False

    version_id = fields.Many2one(
        "telecom.unit.report.version", required=True, index=True, ondelete="cascade"
    )
    report_id = fields.Many2one(
        string="Monthly Report",
        related="version_id.report_id",
        store=True,
        precompute=True,
        index=True,
    )
    unit_id = fields.Many2one(related="version_id.unit_id", store=True, precompute=True)
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, precompute=True
    )
    sequence = fields.Integer(readonly=True)
    sheet = fields.Char(readonly=True)
    cell = fields.Char(readonly=True)
    name = fields.Char(string="What", readonly=True)
    column = fields.Char(readonly=True)
    column_key = fields.Char(readonly=True)
    kind = fields.Selection(
        [
            ("differs", "Differs"),
            ("unreported", "Not in the Workbook"),
            ("unmeasured", "Not Measured"),
        ],
        readonly=True,
    )
    metric_id = fields.Many2one("telecom.metric", readonly=True, ondelete="set null")
    measure = fields.Selection(related="metric_id.measure")
    salesperson_id = fields.Many2one(
        "telecom.salesperson", readonly=True, ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Client", readonly=True, ondelete="set null"
    )
    reported = fields.Float(
        string="As Reported", digits=(16, 2), readonly=True, aggregator=None
    )
    measured = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    difference = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    is_grave = fields.Boolean(string="Grave", readonly=True)
    remark = fields.Char(string="Remark of the Unit", readonly=True)

    @api.depends("name", "column")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.name} · {line.column}"

    @api.readonly
    def action_open_evidence(self):
        """Open the records behind the measured figure.

        :raises AccessError: the user may not see such records
        :raises UserError: nothing was measured, or what was measured is deleted
        """
        self.ensure_one()
        if self.kind == "unmeasured" or not (self.partner_id or self.metric_id):
            raise UserError(
                self.env._(
                    "%s: nothing was measured, or what was measured is deleted, so"
                    " there are no records to open.",
                    self.display_name,
                )
            )
        model, domain = self._get_evidence()
        self.env[model].check_access("read")
        return prepare_list_action(
            self.env,
            f"{self.display_name} · {self.report_id.display_name}",
            model,
            domain,
        )

    def _get_evidence(self):
        report = self.report_id
        facts = self.env["telecom.unit.report.facts"]
        if self.partner_id:
            return facts._get_client_evidence(report, self.partner_id, self.column_key)
        date_from = report.date_from
        if self.column_key == "year":
            date_from = date_from.replace(month=1)
        scope = self.salesperson_id or report.unit_id
        return self.metric_id._get_evidence(scope, date_from, report.date_to)
