from odoo import api, fields, models
from odoo.tools import float_round

from ...models.arrears.case.telecom_blacklist_watch import STAGES
from ...models.common.groups import check_service

SETTINGS = (
    "telecom_warning_days",
    "telecom_warning_floor",
    "telecom_circular_days",
    "telecom_circular_floor",
    "telecom_blacklist_days",
    "telecom_blacklist_floor",
)


class TelecomArrearsStart(models.TransientModel):
    """A preview of what the watch over arrears would do today, and its start."""

    _name = "telecom.arrears.start"
    _description = "Start the Watch over Arrears"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    started_on = fields.Date(related="company_id.telecom_arrears_started_on")
    telecom_warning_days = fields.Integer(string="Warning after (days overdue)")
    telecom_warning_floor = fields.Monetary(string="Warning from")
    telecom_circular_days = fields.Integer(
        string="Early-Warning Circular after (days overdue)"
    )
    telecom_circular_floor = fields.Monetary(string="Early-Warning Circular from")
    telecom_blacklist_days = fields.Integer(
        string="Blacklist Proposal after (days overdue)"
    )
    telecom_blacklist_floor = fields.Monetary(string="Blacklist Proposal from")
    line_ids = fields.One2many(
        "telecom.arrears.start.line",
        "start_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
    )
    client_count = fields.Integer(
        string="Clients with Overdue Debts", compute="_compute_line_ids", store=True
    )
    warning_count = fields.Integer(string="Warned", compute="_compute_counts")
    circulated_count = fields.Integer(
        string="In the Early-Warning Circular", compute="_compute_counts"
    )
    proposed_count = fields.Integer(
        string="Proposed for the Blacklist", compute="_compute_counts"
    )

    @api.depends("company_id", *SETTINGS)
    def _compute_line_ids(self):
        for start in self:
            owed = start._get_owed_by_client()
            rows = sorted(
                (row for row in owed.items() if row[1]["stage"]),
                key=lambda row: (-STAGES.index(row[1]["stage"]), -row[1]["amount"]),
            )
            start.client_count = len(owed)
            start.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {
                            "partner_id": partner_id,
                            "stage": row["stage"],
                            "days_overdue": row["days"],
                            "amount": float_round(row["amount"], 2),
                        }
                    )
                    for partner_id, row in rows
                ),
            ]

    @api.depends("line_ids.stage")
    def _compute_counts(self):
        for start in self:
            for stage in STAGES:
                lines = start.line_ids.filtered(lambda line, s=stage: line.stage == s)
                start[f"{stage}_count"] = len(lines)

    @api.model
    def default_get(self, fields_list):
        """Propose the settings of the company."""
        company = self.env.company
        settings = {name: company[name] for name in SETTINGS if name in fields_list}
        return settings | super().default_get(fields_list)

    def action_start(self):
        """Start the watch of the company, and open the cases that it opens today.

        :raises AccessError: the user does not belong to the customer service department
        """
        self.ensure_one()
        check_service(
            self.env,
            self.env._(
                "Company %s: the customer service department starts the watch over"
                " arrears.",
                self.company_id.name,
            ),
        )
        self.company_id._start_arrears({name: self[name] for name in SETTINGS})
        return self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_blacklist_case_action"
        )

    def _get_owed_by_client(self):
        """Return what is overdue by client, with the stages of this preview."""
        company, day = self.company_id, self.company_id._telecom_today()
        stages = {
            "warning": (self.telecom_warning_days, self.telecom_warning_floor),
            "circulated": (self.telecom_circular_days, self.telecom_circular_floor),
            "proposed": (self.telecom_blacklist_days, self.telecom_blacklist_floor),
        }
        watch = self.env["telecom.blacklist.watch"]
        return watch._get_owed_by_client(
            company, day, watch._get_overdue_query(company, day), stages
        )
