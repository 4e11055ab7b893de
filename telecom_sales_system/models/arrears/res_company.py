from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..common.groups import INTERNAL_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_ageing_1 = fields.Integer(
        string="First Bucket up to (days)",
        default=30,
        help="Debts overdue by 1 day to this many days are in the first bucket.",
        groups=INTERNAL_USER,
    )
    telecom_ageing_2 = fields.Integer(
        string="Second Bucket up to (days)", default=60, groups=INTERNAL_USER
    )
    telecom_ageing_3 = fields.Integer(
        string="Third Bucket up to (days)", default=90, groups=INTERNAL_USER
    )
    telecom_net_credits = fields.Boolean(
        string="Net of Unapplied Credits",
        default=True,
        help="Unapplied payments and credit notes reduce the client's debts, the oldest"
        " first.",
        groups=INTERNAL_USER,
    )
    telecom_warning_days = fields.Integer(
        string="Warning after (days overdue)",
        default=30,
        help="A debt overdue by this many days opens a case.",
        groups=INTERNAL_USER,
    )
    telecom_circular_days = fields.Integer(
        string="Early-Warning Circular after (days overdue)",
        default=60,
        groups=INTERNAL_USER,
    )
    telecom_blacklist_days = fields.Integer(
        string="Blacklist Proposal after (days overdue)",
        default=90,
        groups=INTERNAL_USER,
    )
    telecom_warning_floor = fields.Monetary(
        string="Warning from",
        default=100,
        help="No case is opened for a client who owes less in such debts.",
        groups=INTERNAL_USER,
    )
    telecom_circular_floor = fields.Monetary(
        string="Early-Warning Circular from", default=500, groups=INTERNAL_USER
    )
    telecom_blacklist_floor = fields.Monetary(
        string="Blacklist Proposal from", default=1000, groups=INTERNAL_USER
    )
    telecom_recovery_days = fields.Integer(
        string="Recovery Deadline (days)",
        default=30,
        help="Days that the accountable person has from the opening of a case.",
        groups=INTERNAL_USER,
    )
    # Without dependencies: computed once, for new companies and at the installation.
    telecom_arrears_started_on = fields.Date(
        string="Arrears Watched Since",
        compute="_compute_arrears_started_on",
        store=True,
        copy=False,
        help="The day on which somebody saw what the watch would do, and started it. No"
        " case is opened or moved before.",
        groups=INTERNAL_USER,
    )
    telecom_watched_on = fields.Date(
        string="Arrears Watched on",
        readonly=True,
        copy=False,
        help="The last day for which the nightly watch has opened and moved cases.",
        groups=INTERNAL_USER,
    )
    telecom_allow_prepaid = fields.Boolean(
        string="Let Prepaid Orders Through",
        help="A blacklisted client may still order what is paid in full beforehand.",
        groups=INTERNAL_USER,
    )

    _telecom_ageing_ascends = models.Constraint(
        "CHECK (0 < telecom_ageing_1 AND telecom_ageing_1 < telecom_ageing_2"
        " AND telecom_ageing_2 < telecom_ageing_3)",
        "Company, ageing buckets: each limit must lie above the one before it.",
    )
    _telecom_stages_ascend = models.Constraint(
        "CHECK (0 < telecom_warning_days"
        " AND telecom_warning_days <= telecom_circular_days"
        " AND telecom_circular_days <= telecom_blacklist_days)",
        "Company, arrears: warning, early-warning circular and blacklist proposal must"
        " follow each other, from the first day overdue on.",
    )
    _telecom_floors_positive = models.Constraint(
        "CHECK (COALESCE(telecom_warning_floor, 0) >= 0"
        " AND COALESCE(telecom_circular_floor, 0) >= 0"
        " AND COALESCE(telecom_blacklist_floor, 0) >= 0"
        " AND telecom_recovery_days >= 0)",
        "Company, arrears: amounts and days cannot be negative.",
    )

    def _compute_arrears_started_on(self):
        """Count a company that has cases already as started by the first of them."""
        # sudo: whether there are cases holds for everybody
        first = dict(
            self.env["telecom.blacklist.case"]
            .sudo()
            ._read_group(
                [("company_id", "in", self.ids)], ["company_id"], ["opened_on:min"]
            )
        )
        for company in self:
            company.telecom_arrears_started_on = first.get(company._origin)

    def _get_ageing_limits(self):
        """Return the days overdue with which the first three buckets end."""
        return [self.telecom_ageing_1, self.telecom_ageing_2, self.telecom_ageing_3]

    def _get_arrears_stages(self):
        """Return ``{stage: (days overdue, amount)}`` that lead a client to it."""
        self.ensure_one()
        return {
            "warning": (self.telecom_warning_days, self.telecom_warning_floor),
            "circulated": (self.telecom_circular_days, self.telecom_circular_floor),
            "proposed": (self.telecom_blacklist_days, self.telecom_blacklist_floor),
        }

    def _start_arrears(self, settings):
        """Start the watch over arrears today, by days and amounts that were seen.

        :param settings: values of the settings of the stages
        :raises UserError: it was started before, or an amount is not above zero
        """
        self.ensure_one()
        # sudo: the department, which is checked by the caller, changes no other field
        company = self.sudo()
        if company.telecom_arrears_started_on:
            raise UserError(
                self.env._(
                    "Company %(company)s: arrears are watched since %(day)s. Change"
                    " days and amounts in the settings.",
                    company=company.name,
                    day=format_date(self.env, company.telecom_arrears_started_on),
                )
            )
        day = company._telecom_today()
        company.write({**settings, "telecom_arrears_started_on": day})
        for days, floor in company._get_arrears_stages().values():
            if company.currency_id.compare_amounts(floor, 0) <= 0:
                raise UserError(
                    self.env._(
                        "Company %(company)s, stage after %(days)s days overdue: enter"
                        " an amount above zero, so that no client is warned for a few"
                        " cents.",
                        company=company.name,
                        days=days,
                    )
                )
        self.env["telecom.blacklist.watch"]._watch_company_today(company)
