from odoo import api, fields, models
from odoo.fields import Domain

from ...models.common.groups import check_service

SAMPLE_CONTEST = "telecom_sales_system.contest_2008"


class TelecomSetupYear(models.TransientModel):
    """Duties, schemes and contest of a year, prepared by one button."""

    _name = "telecom.setup.year"
    _description = "Prepare the Year"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True, default=lambda self: self.env.company._telecom_today().year
    )
    type_ids = fields.Many2many(
        "telecom.duty.type",
        string="Duties to List",
        default=lambda self: self.env["telecom.duty.type"].search(
            [("frequency", "!=", "request")]
        ),
        help="Those that were due earlier this year count as missing until they are"
        " done. Take out what the bureau does not ask for.",
    )
    scheme_ids = fields.Many2many(
        "telecom.assessment.scheme",
        string="Schemes to Put in Force",
        compute="_compute_scheme_ids",
        store=True,
        readonly=False,
        help="Drafts whose points add up. Cards are scored by them from now on.",
    )
    has_contest = fields.Boolean(compute="_compute_has_contest")
    starts_contest = fields.Boolean(
        string="Start a Labour Contest",
        compute="_compute_starts_contest",
        store=True,
        readonly=False,
        help="From the sample: two people above 1,000,000 points, five above 500,000,"
        " teams above 200,000 per head. Change it afterwards.",
    )

    @api.depends("company_id", "year")
    def _compute_scheme_ids(self):
        for setup in self:
            schemes = self.env["telecom.assessment.scheme"]
            there = schemes.search(
                [("state", "=", "in_force"), ("year", "<=", setup.year)]
            )
            drafts = schemes.search(
                [("state", "=", "draft"), ("year", "<=", setup.year)]
            )
            known = set(there.mapped("unit_kind"))
            setup.scheme_ids = drafts.filtered(
                lambda scheme, known=known: (
                    scheme.unit_kind not in known and not scheme.complaint
                )
            )

    @api.depends("company_id", "year")
    def _compute_has_contest(self):
        for setup in self:
            setup.has_contest = bool(setup._find_contests())

    @api.depends("company_id", "year")
    def _compute_starts_contest(self):
        for setup in self:
            setup.starts_contest = not setup._find_contests()

    def action_prepare(self):
        """List the duties, put the schemes in force and start the contest."""
        self.ensure_one()
        check_service(
            self.env,
            self.env._("Only the customer service department prepares a year."),
        )
        self.type_ids._list_year(self.year)
        self.scheme_ids.action_put_in_force()
        if self.starts_contest and not self._find_contests():
            self._start_contest()
        return {"type": "ir.actions.act_window_close"}

    def _find_contests(self):
        return self.env["telecom.contest"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "<=", f"{self.year}-12-31")
            & Domain("date_to", ">=", f"{self.year}-01-01")
        )

    def _start_contest(self):
        """Copy the sample contest to this year and company, and start it."""
        vals = {
            "name": self.env._("Labour Contest %s", self.year),
            "date_from": f"{self.year}-01-01",
            "date_to": f"{self.year}-12-31",
            "company_id": self.env.company.id,
            "rules": False,
        }
        sample = self.env.ref(SAMPLE_CONTEST, raise_if_not_found=False)
        if not sample:
            return
        # sudo: the sample belongs to the company of the installation
        contest = sample.sudo().copy(vals).sudo(False)
        contest.action_start()
