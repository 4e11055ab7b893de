from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

OVER = ("released", "settled")
BLOCKING = ("blacklisted", "release_proposed")


class TelecomBlacklistCase(models.Model):
    """A client's overdue debts, from the first warning to payment or release.

    domain.md, 欠费 / 黑名单 / 预警通报 / 责任人追究: somebody answers for every case.
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
        {"state", "opened_on", "circulated_on", "proposed_on", "blacklisted_on"}
        | {
            "closed_on",
            "refused_on",
            "debt_ids",
            "opening_amount",
            "partner_id",
            "company_id",
        }
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
        help="The lead manager of the client. Empty: the manager of the unit answers.",
    )
    accountable_id = fields.Many2one(
        "res.users",
        string="Accountable",
        compute="_compute_accountable_id",
        store=True,
        index=True,
    )
    state = fields.Selection(
        [
            ("warning", "Warning"),
            ("circulated", "In the Early-Warning Circular"),
            ("proposed", "Blacklist Proposed"),
            ("blacklisted", "Blacklisted"),
            ("release_proposed", "Release Proposed"),
            ("released", "Released"),
            ("settled", "Paid"),
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
    closed_on = fields.Date(readonly=True, copy=False)
    deadline = fields.Date(
        string="Recovery Deadline", tracking=True, help="Until then the debt is in."
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
        help="What the accountable person has to bear.",
    )
    outcome_note = fields.Char(string="Decision", tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Date(readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    release_proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _one_open_case = models.UniqueIndex(
        "(company_id, partner_id) WHERE state NOT IN ('released', 'settled')",
        "A client has one open case at a time.",
    )

    @api.depends("salesperson_id.user_id", "sales_unit_id.supervisor_ids")
    def _compute_accountable_id(self):
        for case in self:
            unit = case.sales_unit_id
            while unit and not unit.manager_id:
                unit = unit.parent_id
            case.accountable_id = case.salesperson_id.user_id or unit.manager_id

    @api.model
    def _open_domain(self):
        """Domain of the cases that are not over."""
        return [("state", "not in", OVER)]

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(
                filter(None, [case.name, case.partner_id.name])
            )

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            vals["name"] = sequence.with_company(vals.get("company_id")).next_by_code(
                self._name
            )
        return super().create(vals_list)

    def write(self, vals):
        if "outcome" in vals:
            self._check_may_decide()
        result = super().write(vals)
        if "outcome" in vals:
            # sudo: guarded fields, set by the decision itself
            self.sudo().write(
                {
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Date.context_today(self),
                }
            )
        return result

    def _check_may_decide(self):
        """Whoever answers for a case does not decide what follows from it."""
        for case in self:
            if case.accountable_id == self.env.user and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Case %s, field Accountability: you answer for it, so somebody"
                        " else has to decide.",
                        case.display_name,
                    )
                )

    @api.model
    def _open(self, partners, day, company):
        """Open a case for each client, with its overdue debts of a day as they are.

        :param partners: commercial entities without an open case in the company
        :return: the cases, stage warning
        """
        debts = self.env["telecom.arrears"]._debts(company, day, partners)
        return self.create(
            [
                self._prepare_case(partner, day, company, debts.get(partner.id, []))
                for partner in partners
            ]
        )

    def _prepare_case(self, partner, day, company, debts):
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "sales_unit_id": partner.sales_unit_id.id,
            "salesperson_id": partner.client_manager_id.id,
            "opened_on": day,
            "deadline": day + timedelta(days=company.telecom_recovery_days),
            "opening_amount": sum(debt["amount"] for debt in debts),
            "debt_ids": [Command.create(debt) for debt in debts],
        }
