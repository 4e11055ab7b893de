from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round

from ....tools.assessment.targets import MONTHS
from ....tools.decimals import exact
from ....tools.imported_rows import load_rows
from ...common.kept_rows import check_ondelete
from ...common.unique_message import find_duplicate
from ..metric.telecom_scope_mixin import SCOPE_FIELDS

IDENTITY = ("metric_id", "year", "company_id", "unit_id", "team_id", "salesperson_id")


BY_WHOLE_YEAR = (
    Domain("span", "=", "year")
    & Domain("scheme_id.year_targets", "=", "year")
    & Domain("indicator_id.target_kind", "=", "target")
)
BY_GROWTH = Domain("indicator_id.growth", ">", 0)
TEMPLATE = "/telecom_sales_system/static/xls/telecom_target%s.xlsx"


def _get_duplicate_target_message(env, diagnostics):
    return env._(
        "Target %(holder)s: this metric has a target for the year already. Change that"
        " one.",
        holder=find_duplicate(env, "telecom.target", diagnostics)["holder"],
    )


class TelecomTarget(models.Model):
    """Target of a unit, a team or a salesperson for a year, month by month.

    What closed months and published cards counted does not change.
    """

    _name = "telecom.target"
    _description = "Target"
    _inherit = ["mail.thread", "telecom.scope.mixin"]
    _order = "year desc, metric_id, unit_id, team_id, salesperson_id, id"
    _check_company_auto = True

    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._telecom_today().year,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    amount = fields.Float(
        string="Target of the Year",
        required=True,
        digits=(16, 2),
        tracking=True,
        help="Money in company currency, a number, or percents (11 for 11 %).",
    )
    has_base = fields.Boolean(
        string="Last Year by Hand",
        tracking=True,
        help="In the first year there are no records of the year before: enter its"
        " figure here. It takes precedence over the measured figure.",
    )
    base = fields.Float(
        string="Figure of Last Year",
        digits=(16, 2),
        tracking=True,
        help="Figure of the whole year before. Targets with growth, such as 15 % more"
        " than last year, are computed from it, month by month like the target.",
    )
    aggregation = fields.Selection(related="metric_id.aggregation")
    measure = fields.Selection(related="metric_id.measure")
    children_count = fields.Integer(
        string="Targets Below",
        compute="_compute_children",
        help="Targets of the units and people one level below.",
    )
    children_sum = fields.Float(
        string="Broken Down",
        digits=(16, 2),
        compute="_compute_children",
        help="Targets of the units next below and of the people of the unit itself.",
    )
    difference = fields.Float(
        string="Not Broken Down",
        digits=(16, 2),
        compute="_compute_children",
        help="The target of the year minus its parts. Negative: the parts add up to"
        " more than the target.",
    )

    _metric_scope_year_uniq = models.UniqueIndex(
        "(company_id, metric_id, year, COALESCE(unit_id, 0), COALESCE(team_id, 0),"
        " COALESCE(salesperson_id, 0))",
        _get_duplicate_target_message,
    )
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(unit_id, team_id, salesperson_id) = 1)",
        "A target is for one unit, one team or one salesperson.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)",
        "Target, field Target of the Year: it cannot be negative.",
    )
    _year_plausible = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)",
        "Target, field Year: enter a year with four digits.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("metric_id", "year", "unit_id", "team_id", "salesperson_id")
    def _compute_display_name(self):
        for target in self:
            parts = [target.scope, target.metric_id.name, str(target.year)]
            target.display_name = " · ".join(part for part in parts if part)

    @api.depends("amount", "metric_id", "year", "unit_id", "team_id")
    def _compute_children(self):
        # sudo: the difference is the same for everybody who sees the target
        amounts = {}
        for child in self.sudo()._find_children():
            for parent in child._get_parent_scopes():
                key = (child.metric_id.id, child.year, parent._name, parent.id)
                amounts.setdefault(key, []).append(child.amount)
        for target in self:
            scope = target._get_scope()
            key = (target.metric_id._origin.id, target.year, scope._name)
            parts = amounts.get((*key, scope._origin.id), [])
            adds_up = bool(parts) and target.aggregation != "ratio"
            target.children_count = len(parts)
            target.children_sum = adds_up and float_round(sum(parts), 2)
            target.difference = adds_up and target.amount - target.children_sum

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._prepare_month_vals(vals) for vals in vals_list])
        for target, vals in zip(targets, vals_list, strict=True):
            target._check_phasing_followed(vals)
        return targets

    def write(self, vals):
        if not {"has_base", "base"}.isdisjoint(vals):
            self._check_base_open(vals)
        before = {}
        if not vals.keys().isdisjoint({*MONTHS, *IDENTITY, "amount", "phasing"}):
            before = self._get_closed_values()
        amounts = {target: exact(target.amount) for target in self}
        result = super().write(self._prepare_month_vals(vals))
        for target in self:
            target._check_phasing_followed(vals)
        for target, closed in before.items():
            if target._get_closed_values().get(target) != closed:
                target._refuse_closed_change(len(closed) - len(IDENTITY))
        self.filtered(
            lambda target: exact(target.amount) != amounts[target]
        )._refuse_counted_change(BY_WHOLE_YEAR)
        return result

    @check_ondelete
    def _unlink_only_open(self):
        for target, closed in self._get_closed_values().items():
            target._refuse_closed_change(len(closed) - len(IDENTITY))

    def _load_records_create(self, vals_list):
        """Change the target of a metric, a year and a scope that has one already."""
        years = self.default_get(["year"])
        for vals in vals_list:
            vals.setdefault("year", years["year"])
        known = {
            target._get_import_key(): target
            for target in self.search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("metric_id", "in", [vals.get("metric_id") for vals in vals_list]),
                    ("year", "in", [vals["year"] for vals in vals_list]),
                ]
            )
        }
        keys = [self._get_import_key_from_vals(vals) for vals in vals_list]
        create = super()._load_records_create
        return self.browse().concat(*load_rows(keys, vals_list, known, create))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_children(self):
        """Open the targets that the year's target is broken down to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_target_action"
        )
        return action | {"domain": list(self._get_children_domain()), "context": {}}

    def action_break_down(self):
        """Open the grid of the units next below, or of the people where none is."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_target_entry_action"
        )
        context = {
            "default_metric_id": self.metric_id.id,
            "default_year": self.year,
            "default_kind": "unit" if self.unit_id.child_ids else "salesperson",
            "default_parent_id": self.unit_id.id,
        }
        return action | {"context": context}

    @api.model
    def get_import_templates(self):
        """Offer a list of targets to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Targets"),
                "template": TEMPLATE % language,
            }
        ]

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _prepare_month_vals(self, vals):
        """Return the values without the months that the phasing computes.

        Months without another phasing set the phasing “Typed”.
        """
        if vals.keys().isdisjoint(MONTHS):
            return vals
        if self._get_given_months(vals) and vals.get("phasing", "typed") == "typed":
            return {**vals, "phasing": "typed"}
        return {name: value for name, value in vals.items() if name not in MONTHS}

    def _get_given_months(self, vals):
        """Return the months with an amount; an empty cell of a spreadsheet has none."""
        months = {name: vals[name] for name in MONTHS if name in vals}
        return {m: amount for m, amount in months.items() if amount is not False}

    def _check_phasing_followed(self, vals):
        for name, amount in self._get_given_months(vals).items():
            if exact(amount) != exact(self[name]):
                raise UserError(
                    self.env._(
                        "Target %(target)s, field %(month)s: the phasing makes it"
                        " %(amount)s. To enter months, choose the phasing “Typed”.",
                        target=self.display_name,
                        month=self._fields[name]._description_string(self.env),
                        amount=exact(self[name]),
                    )
                )

    def _get_closed_values(self):
        """Return ``{target: its identity and closed months}``, if it has any."""
        return {
            target: [
                *(target[name] for name in IDENTITY),
                *(exact(target[name]) for name in MONTHS[:closed]),
            ]
            for target, closed in self._count_closed_months().items()
            if closed
        }

    def _refuse_counted_change(self, domain):
        """Refuse a change of what a published card counted.

        :param domain: the lines that count what is changed
        """
        if not self.unit_id:
            return
        # sudo: published cards bind a target, whether or not one may see them
        lines = self.env["telecom.assessment.line"].sudo()
        counted = {
            (line.indicator_id.metric_id, line.unit_id, line.period_id.date_to.year): (
                line.assessment_id
            )
            for line in lines.search(
                domain
                & Domain("assessment_id.state", "=", "published")
                & Domain("unit_id", "in", self.unit_id.ids)
                & Domain("indicator_id.metric_id", "in", self.metric_id.ids)
            )
        }
        for target in self:
            card = counted.get((target.metric_id, target.unit_id, target.year))
            if card:
                raise UserError(
                    self.env._(
                        "Target %(target)s: the published scorecard %(card)s counted"
                        " it, so it stays as it is.",
                        target=target.display_name,
                        card=card.display_name,
                    )
                )

    def _refuse_closed_change(self, number):
        raise UserError(
            self.env._(
                "Target %(target)s: period %(period)s is closed, and its target stays"
                " as it was. Change the months after it.",
                target=self.display_name,
                period=f"{self.year}-{number:02}",
            )
        )

    def _check_base_open(self, vals):
        """Refuse to change a figure that closed months or published cards counted.

        A missing figure can be entered until a card was published without it.
        """
        changed = self.filtered(
            lambda t: t._get_typed_base(vals) != t._get_typed_base({})
        )
        changed._refuse_counted_change(BY_GROWTH)
        for target, closed in (
            changed.filtered("has_base")._count_closed_months().items()
        ):
            if closed:
                target._refuse_closed_change(closed)

    def _get_typed_base(self, vals):
        """Return last year's figure after a write of the values, or None."""
        has_base = vals.get("has_base", self.has_base)
        return exact(vals.get("base", self.base)) if has_base else None

    @api.model
    def _get_typed_bases(self, metric, units, first, last):
        """Return ``{unit id: Decimal}``: last year's figures entered by hand.

        :param first: day in the first month that counts
        :param last: day in the last month that counts; for a flow, the year before is
            phased like the target
        """
        bases = {}
        for target in self.search(
            [
                ("metric_id", "=", metric.id),
                ("unit_id", "in", units.ids),
                ("year", "=", last.year),
                ("has_base", "=", True),
            ]
        ):
            base = exact(target.base)
            if metric.aggregation == "flow":
                months = [exact(target[name]) for name in MONTHS]
                if not any(months):
                    months = [exact(1)] * len(MONTHS)
                base = base * sum(months[first.month - 1 : last.month]) / sum(months)
            bases[target.unit_id.id] = base
        return bases

    def _find_children(self):
        """Find the targets one level below these."""
        return self.search(self._get_children_domain())

    def _get_children_domain(self):
        below = (
            Domain("unit_id.parent_id", "in", self.unit_id.ids)
            | Domain("salesperson_id.unit_id", "in", self.unit_id.ids)
            | Domain("salesperson_id.team_id", "in", self.team_id.ids)
        )
        return (
            below
            & Domain("metric_id", "in", self.metric_id.ids)
            & Domain("year", "in", self.mapped("year"))
        )

    def _get_parent_scopes(self):
        """Return the unit and the team whose targets this one is a part of."""
        person = self.salesperson_id
        if person:
            return [parent for parent in (person.unit_id, person.team_id) if parent]
        return [self.unit_id.parent_id] if self.unit_id.parent_id else []

    def _get_import_key(self):
        scopes = [self[name].id for name in SCOPE_FIELDS.values()]
        return (self.metric_id.id, self.year, *scopes)

    def _get_import_key_from_vals(self, vals):
        scopes = [vals.get(name) or False for name in SCOPE_FIELDS.values()]
        return (vals.get("metric_id"), vals["year"], *scopes)
