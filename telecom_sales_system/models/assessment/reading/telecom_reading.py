from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.imported_rows import load_rows
from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, SERVICE, UNIT_MANAGER
from ...common.unique_message import find_duplicate
from ..metric.telecom_scope_mixin import SCOPE_FIELDS

TEMPLATE = "/telecom_sales_system/static/xls/telecom_reading%s.xlsx"
IDENTITY = ("metric_id", "date", *SCOPE_FIELDS.values())


def _get_duplicate_reading_message(env, diagnostics):
    return env._(
        "Reading %(holder)s: a value of that metric and day waits for confirmation"
        " already. Change that one.",
        holder=find_duplicate(env, "telecom.reading", diagnostics)["holder"],
    )


class TelecomReading(models.Model):
    """Value of a metric on a day that no record of the database can give.

    Market share, an outside score, a person's income, a figure of another system. One
    person enters it with its source, another one confirms it. A confirmed reading
    stays as it is: a correction is a new reading of the same day, and the last
    confirmed one counts.
    """

    _name = "telecom.reading"
    _description = "Reading"
    _inherit = [
        "mail.thread",
        "telecom.scope.mixin",
        "telecom.proposal.mixin",
        "telecom.evidence.mixin",
    ]
    _order = "date desc, metric_id, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "author_ids", "confirmed_at"}
    )
    _proposal_fields = frozenset(
        {*IDENTITY, "company_id", "value", "origin", "evidence_ids"}
    )

    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("source", "=", "reading")],
        tracking=True,
    )
    is_confidential = fields.Boolean(related="metric_id.is_confidential")
    measure = fields.Selection(related="metric_id.measure")
    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._telecom_today(),
        tracking=True,
        help="The day for which the value holds. It counts from then on, until the"
        " next confirmed reading.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    value = fields.Float(
        required=True,
        digits=(16, 2),
        aggregator="avg",
        tracking=True,
        help="Money in company currency, a number, or percents (11 for 11 %).",
    )
    origin = fields.Char(
        string="Source of the Value",
        required=True,
        tracking=True,
        help="Who measured it and where it is written, e.g. “Survey of the provincial"
        " bureau, report of 12 May, page 3”.",
    )
    state = fields.Selection(
        [("draft", "To Confirm"), ("approved", "Confirmed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    confirmed_at = fields.Datetime(string="Confirmed on", readonly=True, copy=False)

    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(unit_id, team_id, salesperson_id) = 1)",
        "A reading is for one unit, one team or one salesperson.",
    )
    _one_draft = models.UniqueIndex(
        "(metric_id, date, COALESCE(unit_id, 0), COALESCE(team_id, 0),"
        " COALESCE(salesperson_id, 0)) WHERE state = 'draft'",
        _get_duplicate_reading_message,
    )
    _last_idx = models.Index("(metric_id, date DESC) WHERE state = 'approved'")

    @api.depends("metric_id", "date", "unit_id", "team_id", "salesperson_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reading in self:
            parts = [
                reading.scope,
                reading.metric_id.name,
                reading.date and format_date(self.env, reading.date),
            ]
            reading.display_name = " · ".join(part for part in parts if part)

    @api.constrains("metric_id", "unit_id", "team_id", "salesperson_id")
    def _check_metric(self):
        for reading in self:
            metric = reading.metric_id
            scope = reading._get_scope()
            kind = scope and reading._get_scope_field(scope).removesuffix("_id")
            if metric.source != "reading":
                raise ValidationError(
                    self.env._(
                        "Reading %(reading)s, field Metric: %(metric)s is computed from"
                        " records. Choose a metric whose source is “Reading”.",
                        reading=reading.display_name,
                        metric=metric.name,
                    )
                )
            if kind and not metric[f"for_{kind}"]:
                raise ValidationError(
                    self.env._(
                        "Reading %(reading)s: %(metric)s is not a metric of such a"
                        " scope. See who it is for under Configuration > Metrics.",
                        reading=reading.display_name,
                        metric=metric.name,
                    )
                )

    @api.constrains("date")
    def _check_not_in_future(self):
        for reading in self:
            if reading.date > reading.company_id._telecom_today():
                raise ValidationError(
                    self.env._(
                        "Reading %s, field Day: it is still to come. A value is read on"
                        " its day or later.",
                        reading.display_name,
                    )
                )

    def _load_records_create(self, vals_list):
        """Change what waits for confirmation of that metric, day and scope."""
        defaults = self.default_get(["date"])
        for vals in vals_list:
            vals["date"] = fields.Date.to_date(vals.get("date") or defaults["date"])
        waiting = self.search(
            [
                ("state", "=", "draft"),
                ("metric_id", "in", [vals.get("metric_id") for vals in vals_list]),
                ("date", "in", [vals["date"] for vals in vals_list]),
            ],
            limit=None,
        )
        known = {
            tuple(
                reading[name].id if name != "date" else reading.date
                for name in IDENTITY
            ): reading
            for reading in waiting
        }
        keys = [
            tuple(vals.get(name) or False for name in IDENTITY) for vals in vals_list
        ]
        create = super()._load_records_create
        return self.browse().concat(*load_rows(keys, vals_list, known, create))

    @ask_first("_describe_confirming")
    def action_confirm(self):
        """Confirm readings that somebody else entered; they count from now on.

        :raises AccessError: the user entered one, is the person concerned, or is
            neither of the customer service department nor a leader
        :raises UserError: one is confirmed already
        """
        self._check_may_confirm()
        self._approve_proposals()
        self._set_guarded_fields({"confirmed_at": fields.Datetime.now()})
        # A correction can be entered in the same transaction: only drafts are unique.
        self.flush_recordset(["state"])

    @api.model
    def get_import_templates(self):
        """Offer a list of readings to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Readings"),
                "template": TEMPLATE % language,
            }
        ]

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("state", "!=", "draft")

    @api.model
    def _get_way_out(self):
        return self.env._("To correct it, enter a new reading of the same day.")

    def _check_may_confirm(self):
        user = self.env.user
        decides = user.has_group(SERVICE) or user.has_group(LEADER)
        for reading in self:
            person = reading.salesperson_id
            if person.user_id == user:
                raise AccessError(
                    self.env._(
                        "Reading %s is about you: somebody else must confirm it.",
                        reading.display_name,
                    )
                )
            if not decides and not (
                reading.is_confidential and user in person.unit_id.supervisor_ids
            ):
                raise AccessError(
                    self.env._(
                        "Reading %s: the customer service department or a leader"
                        " confirms it.",
                        reading.display_name,
                    )
                )

    def _describe_confirming(self):
        """Return what confirming the readings does."""
        return self.env._(
            "%(count)s readings are confirmed. They count from now on, in months that"
            " are not closed, and can no longer change.",
            count=len(self),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        waiting = (
            Domain("state", "=", "draft")
            & Domain("author_ids", "not in", user.ids)
            & Domain("salesperson_id.user_id", "!=", user.id)
        )
        if user.has_group(SERVICE) or user.has_group(LEADER):
            return waiting
        if user.has_group(UNIT_MANAGER):
            return (
                waiting
                & Domain("metric_id.is_confidential", "=", True)
                & Domain("salesperson_id.unit_id.supervisor_ids", "in", user.ids)
            )
        return None
