from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools.misc import clean_context

OVER = ("released", "settled", "merged")
BLOCKING = ("blacklisted", "release_proposed")


class TelecomBlacklistCase(models.Model):
    """A client's overdue debts, from the first warning to payment or release.

    domain.md, 欠费 / 黑名单 / 预警通报 / 责任人追究: each case has someone accountable.
    """

    _name = "telecom.blacklist.case"
    _description = "Arrears Case"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.guarded.mixin",
        "telecom.blacklist.flow",
    ]
    _order = "opened_on desc, id desc"
    _rec_names_search = ["name", "partner_id"]
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"name", "partner_id", "company_id", "accountable_id", "state", "threshold"}
        | {"opened_on", "circulated_on", "proposed_on", "blacklisted_on"}
        | {"closed_on", "refused_on", "debt_ids", "opening_amount"}
        | {"proposed_by_id", "approved_by_id", "release_proposed_by_id"}
        | {"released_by_id", "decided_by_id", "decided_on"}
    )

    name = fields.Char(string="Number", readonly=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        string="Accountable Salesperson",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The lead manager of the client when the case was opened; a handover of"
        " the client does not change it. Empty: the manager of the unit answers.",
    )
    accountable_id = fields.Many2one(
        "res.users",
        compute="_compute_accountable_id",
        store=True,
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("warning", "Warning"),
            ("circulated", "In the Early-Warning Circular"),
            ("proposed", "Blacklist Proposed"),
            ("blacklisted", "Blacklisted"),
            ("release_proposed", "Release Proposed"),
            ("released", "Released"),
            ("settled", "Debts Paid"),
            ("merged", "Merged into Another Case"),
        ],
        required=True,
        readonly=True,
        default="warning",
        copy=False,
        index=True,
        tracking=True,
    )
    opened_on = fields.Date(readonly=True, copy=False)
    circulated_on = fields.Date(readonly=True, copy=False)
    proposed_on = fields.Date(readonly=True, copy=False)
    blacklisted_on = fields.Date(readonly=True, copy=False)
    refused_on = fields.Date(string="Proposal Refused on", readonly=True, copy=False)
    closed_on = fields.Date(string="Over since", readonly=True, copy=False)
    threshold = fields.Integer(
        string="Kept Open by Debts from (days overdue)",
        readonly=True,
        help="The case closes by itself when no debt is overdue by this many days.",
    )
    deadline = fields.Date(
        string="Recovery Deadline",
        tracking=True,
        help="The debt must be paid by this day. A refusal sets a new deadline.",
    )
    reason = fields.Text(
        tracking=True, help="Why the client does not pay, and why it is blacklisted."
    )
    debt_ids = fields.One2many(
        "telecom.blacklist.debt", "case_id", string="Debts at Opening", readonly=True
    )
    step_ids = fields.One2many(
        "telecom.blacklist.step", "case_id", string="Steps Taken"
    )
    opening_amount = fields.Monetary(
        string="Owed at Opening", readonly=True, copy=False
    )
    outcome = fields.Selection(
        [
            ("none", "None"),
            ("warning", "Warning"),
            ("deducted", "Deducted"),
            ("other", "Other"),
        ],
        string="Accountability",
        tracking=True,
        help="The consequence for the accountable person.",
    )
    outcome_note = fields.Char(string="Decision", tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Date(readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    release_proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _one_open_case = models.UniqueIndex(
        "(company_id, partner_id) WHERE state NOT IN ('released', 'settled', 'merged')",
        "A client has one open case at a time.",
    )

    @api.depends("salesperson_id.user_id", "sales_unit_id.supervisor_ids")
    def _compute_accountable_id(self):
        for case in self:
            if case.state in OVER:
                case.accountable_id = case.accountable_id
            else:
                case.accountable_id = (
                    case.salesperson_id.user_id
                    or case.sales_unit_id._find_responsible_manager()
                )

    @api.model
    def _get_open_domain(self):
        """Return the domain of the cases that are not over."""
        return [("state", "not in", OVER)]

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(
                filter(None, [case.name, case.partner_id.name])
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            vals["name"] = sequence.with_company(vals.get("company_id")).next_by_code(
                self._name, sequence_date=vals.get("opened_on")
            )
        return super().create(vals_list)

    @api.model
    def _create_cases(self, partners, day, company, threshold=None):
        """Create a case for each client, with its overdue debts of a day.

        :param partners: commercial entities without an open case in the company
        :param threshold: days overdue of the debts that keep it open; by default those
            of the company's warning
        :return: the cases, stage warning
        """
        debts = self.env["telecom.arrears"]._get_overdue_debts(company, day, partners)
        # Defaults in the context of the user must not change a new case.
        blank = self.with_env(self.env(context=clean_context(self.env.context)))
        return blank.create(
            [
                self._prepare_case(partner, day, company, debts.get(partner.id, []))
                | {"threshold": threshold or company.telecom_warning_days}
                for partner in partners
            ]
        )

    def _prepare_case(self, partner, day, company, debts):
        # A client may be served by another company than the one it owes.
        unit, lead = (
            record.filtered(lambda record: record.company_id == company)
            for record in (partner.sales_unit_id, partner.client_manager_id)
        )
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "sales_unit_id": (unit or lead.unit_id).id,
            "salesperson_id": lead.id,
            "opened_on": day,
            "deadline": day + timedelta(days=company.telecom_recovery_days),
            "opening_amount": sum(debt["amount"] for debt in debts),
            "debt_ids": [Command.create(debt) for debt in debts],
            "step_ids": [],
            **dict.fromkeys(("reason", "outcome", "outcome_note"), False),
        }
