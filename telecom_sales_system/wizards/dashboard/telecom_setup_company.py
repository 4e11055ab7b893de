from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import start_of

from odoo.addons.base.models.res_partner import _lang_get, _tz_get

from ...models.common.groups import check_service

MOST_MONTHS = 36


class TelecomSetupCompany(models.TransientModel):
    """Language, time zone and first month of a company."""

    _name = "telecom.setup.company"
    _description = "Set Up the Bureau"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    lang = fields.Selection(
        _lang_get,
        string="Language of Papers",
        required=True,
        default=lambda self: self.env.company._get_telecom_lang(),
        help="Circulars, scorecards and statements are written in it.",
    )
    telecom_tz = fields.Selection(
        _tz_get,
        string="Time Zone of the Bureau",
        required=True,
        default=lambda self: self.env.company.telecom_tz,
        help="Days, months and deadlines are those of this zone.",
    )
    first_month = fields.Date(
        string="First Month of the Ledger",
        required=True,
        compute="_compute_first_month",
        store=True,
        readonly=False,
        help="Payments from this month on become points. The months until today are"
        " created, too.",
    )
    has_months = fields.Boolean(compute="_compute_first_month", store=True)

    @api.depends("company_id")
    def _compute_first_month(self):
        """Take the first month that is there, or propose one."""
        for setup in self:
            first = self.env["telecom.period"].search(
                [("company_id", "=", setup.company_id.id)],
                order="date_from",
                limit=1,
            )
            setup.has_months = bool(first)
            setup.first_month = first.date_from or first._propose_first_day(
                setup.company_id
            )

    def action_save(self):
        """Set language and zone; create the months until the present one.

        :raises UserError: the first month lies ahead, or too far back
        """
        self.ensure_one()
        check_service(
            self.env,
            self.env._("Only the customer service department sets up the company."),
        )
        company = self.env.company
        # sudo: these two settings of the own company, checked above
        company.sudo().telecom_tz = self.telecom_tz
        company.sudo().telecom_lang = self.lang
        if not self.has_months:
            self._create_months(company)
        return {"type": "ir.actions.act_window_close"}

    def _create_months(self, company):
        month = start_of(self.first_month, "month")
        today = company._telecom_today()
        if not month <= today <= month + relativedelta(months=MOST_MONTHS):
            raise UserError(
                self.env._(
                    "Field First Month of the Ledger: choose this month, or one of the"
                    " %s before it.",
                    MOST_MONTHS,
                )
            )
        while month <= today:
            self.env["telecom.period"].create(
                {"date_from": month, "company_id": company.id}
            )
            month += relativedelta(months=1)
