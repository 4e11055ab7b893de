from odoo import api, fields, models

from .telecom_blacklist_case import OVER

# A client of a case may later become a contact of another client.
CLIENT = "partner_id.commercial_partner_id"


class TelecomBlacklistCase(models.Model):
    """An arrears case with the current debts and earlier cases of its client."""

    _inherit = "telecom.blacklist.case"

    overdue_now = fields.Monetary(
        compute="_compute_overdue_now", help="The debts that are past their due date."
    )
    days_overdue_now = fields.Integer(
        compute="_compute_overdue_now",
        help="Of the oldest debt that is not paid.",
    )
    is_over = fields.Boolean(compute="_compute_is_over")
    is_late = fields.Boolean(
        string="Past Its Deadline",
        compute="_compute_is_late",
        search="_search_is_late",
    )
    earlier_count = fields.Integer(
        string="Earlier Cases",
        compute="_compute_earlier_count",
        help="Cases that this client had before this one.",
    )

    @api.depends("state")
    def _compute_is_over(self):
        for case in self:
            case.is_over = case.state in OVER

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_late = (
                case.state not in OVER and case.deadline and case.deadline < today
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("deadline", "<", fields.Date.context_today(self))]
        return late + self._get_open_domain()

    def _compute_overdue_now(self):
        today = fields.Date.context_today(self)
        arrears = self.env["telecom.arrears"]
        self.overdue_now = self.days_overdue_now = 0
        still_open = self.filtered(lambda case: case.state not in OVER)
        for company, cases in still_open.grouped("company_id").items():
            clients = cases.grouped(lambda case: case.partner_id.commercial_partner_id)
            rows = arrears._get_arrears(
                company, today, self.env["res.partner"].union(*clients)
            )
            for row in rows:
                client = self.env["res.partner"].browse(row["partner_id"])
                for case in clients[client]:
                    case.overdue_now += row["overdue"]
                    case.days_overdue_now = max(
                        case.days_overdue_now, row["days_overdue"]
                    )

    @api.depends("partner_id.commercial_partner_id", "company_id")
    def _compute_earlier_count(self):
        # sudo: the number of earlier cases is the same for every reader of a case
        cases = self.sudo().search(
            [
                (CLIENT, "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "!=", "merged"),
            ]
        )
        known = cases.grouped(
            lambda case: (case.partner_id.commercial_partner_id, case.company_id)
        )
        for case in self.sudo():
            client = case.partner_id.commercial_partner_id
            same = known.get((client, case.company_id), self.browse())
            case.earlier_count = sum(other.id < case.id for other in same)

    @api.readonly
    def action_open_earlier(self):
        """Open the cases that the client had before this one."""
        self.ensure_one()
        return self._get_cases_action(
            [
                (CLIENT, "=", self.partner_id.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "merged"),
                ("id", "<", self.id),
            ]
        )

    @api.model
    def _get_cases_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_blacklist_case_action"
        )
        return action | {"domain": domain, "context": {}}

    @api.readonly
    def action_open_debts(self):
        """Open what the client owes today."""
        self.ensure_one()
        client = self.partner_id.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_arrears_item_action"
        )
        return action | {
            "domain": [
                ("partner_id", "=", client.id),
                ("company_id", "=", self.company_id.id),
            ],
            "context": {},
        }
