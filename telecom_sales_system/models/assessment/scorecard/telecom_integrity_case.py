from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER


class TelecomIntegrityCase(models.Model):
    """A case of invented figures, a veto once proved (annex 1, 数据真实性)."""

    _name = "telecom.integrity.case"
    _description = "Integrity Case"
    _inherit = ["mail.thread", "telecom.evidence.mixin", "telecom.proposal.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "author_ids", "decided_on"}
    )
    _proposal_fields = frozenset(
        {"name", "unit_id", "liable_unit_ids", "date", "year", "description"}
        | {"evidence_ids"}
    )

    name = fields.Char(string="Matter", required=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
    )
    liable_unit_ids = fields.Many2many(
        "telecom.sales.unit",
        "telecom_integrity_case_liable_rel",
        string="Units That Lose the Award",
        compute="_compute_liable_unit_ids",
        store=True,
        readonly=False,
        required=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
        help="The unit and those above it, as they were when the case was reported. If"
        " the unit belonged to others in the year of the figures, choose those.",
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date(
        string="Found on",
        required=True,
        default=lambda self: self.env.company._telecom_today(),
    )
    year = fields.Integer(
        string="Year of the Figures",
        compute="_compute_year",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        aggregator=None,
        help="The year that the invented figures are of, whenever they were found. The"
        " case takes the award of this year.",
    )
    description = fields.Text(required=True, help="Which figures, and what is true.")
    state = fields.Selection(
        [("draft", "Suspected"), ("approved", "Proved"), ("dismissed", "Dismissed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    decided_on = fields.Date(readonly=True, copy=False)

    _year_not_later = models.Constraint(
        "CHECK (year BETWEEN 2000 AND EXTRACT(YEAR FROM date))",
        "Integrity case, field Year of the Figures: enter a year such as 2026, not"
        " later than that of Found on.",
    )

    @api.depends("date")
    def _compute_year(self):
        """Propose the year of the day; one that was entered stays."""
        for case in self:
            case.year = case.year or (case.date and case.date.year)

    @api.depends("unit_id")
    def _compute_liable_unit_ids(self):
        """Propose the unit and those above it.

        They do not depend on the path of the unit: a unit that moves later takes no
        award from its new parent, and gives none back to its old one.
        """
        for case in self:
            # sudo: a manager need not see the units above
            path = case.sudo().unit_id.parent_path or ""
            case.liable_unit_ids = case.unit_id.browse(map(int, path.split("/")[:-1]))

    @api.constrains("liable_unit_ids")
    def _check_liable_units(self):
        for case in self:
            if not case.liable_unit_ids:
                raise ValidationError(
                    self.env._(
                        "Integrity case %s, field Units That Lose the Award: choose at"
                        " least one unit.",
                        case.name,
                    )
                )

    def action_prove(self):
        """Declare cases proved, which is a veto. Only a leader may, and with evidence.

        :raises AccessError: the user is no leader, or reported it
        :raises UserError: a case is decided already, or has no evidence
        """
        self._check_leader()
        for case in self:
            if not case.evidence_ids:
                raise UserError(
                    self.env._(
                        "Integrity case %s, field Evidence: attach what proves it.",
                        case.name,
                    )
                )
        self._approve_proposals()
        for company, cases in self.grouped("company_id").items():
            cases._set_guarded_fields({"decided_on": company._telecom_today()})

    @ask_first("_describe_dismissal", needs_reason=True)
    def action_dismiss(self):
        """Dismiss cases that were not proved. Only a leader may.

        :raises AccessError: the user is no leader
        :raises UserError: a case is decided already
        """
        self._check_leader()
        self._check_state("draft")
        for company, cases in self.grouped("company_id").items():
            cases._set_guarded_fields(
                {"state": "dismissed", "decided_on": company._telecom_today()}
            )

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("state", "!=", "draft")

    def _check_leader(self):
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._(
                    "Integrity case %s: a leader decides whether it is proved.",
                    self[:1].name,
                )
            )

    @api.model
    def _get_proved_domain(self, units, date_from, date_to):
        """Return the domain of proved cases that cost units their award.

        Cases belong to the years of their figures, whenever they were found.
        """
        return [
            ("liable_unit_ids", "in", units.ids),
            ("state", "=", "approved"),
            ("year", ">=", date_from.year),
            ("year", "<=", date_to.year),
        ]

    @api.model
    def _count_proved_cases(self, units, date_from, date_to):
        """Return ``{unit id: number of proved cases that cost it the award}``."""
        counts = self._read_group(
            self._get_proved_domain(units, date_from, date_to),
            ["liable_unit_ids"],
            ["__count"],
        )
        return {unit.id: count for unit, count in counts}

    def _describe_proof(self):
        """Return what declaring cases proved does, in figures."""
        units = self.sudo().liable_unit_ids | self.sudo().unit_id
        return self.env._(
            "%(count)s cases are declared proved, which is a veto. %(units)s get no"
            " award for %(years)s, even if it was approved.",
            count=len(self),
            units=format_list(self.env, units.mapped("name")),
            years=format_list(self.env, sorted({str(case.year) for case in self})),
        )

    def _describe_dismissal(self):
        """Return what dismissing cases does, in figures."""
        return self.env._(
            "%(count)s cases are dismissed as not proved: %(names)s. They cost no"
            " award.",
            count=len(self),
            names=format_list(self.env, self.mapped("name")),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(LEADER):
            return None
        return Domain("state", "=", "draft") & Domain("author_ids", "not in", user.ids)
