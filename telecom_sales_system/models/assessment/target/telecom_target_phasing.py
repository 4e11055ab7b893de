from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.allocation import allocate
from ....tools.assessment.targets import MONTHS
from ....tools.decimals import exact
from .telecom_target import IDENTITY

DIGITS = (16, 2)


def _count_months_until(year, last_closed):
    """Return the number of months of a year up to the last closed month."""
    if not last_closed or last_closed.year < year:
        return 0
    return 12 if last_closed.year > year else last_closed.month


def _create_month_field():
    return fields.Float(
        digits=DIGITS,
        compute="_compute_months",
        store=True,
        readonly=False,
        precompute=True,
    )


class TelecomTarget(models.Model):
    """A year's target by month: equal, by last year's seasonality, or typed.

    Months of a flow sum up to the year to the cent. A stock or a ratio is a level: each
    month has the level of the year, unless levels are typed; then December has it.
    Months of closed periods stay as they are: a change of the year's target goes to the
    open months.
    """

    _inherit = "telecom.target"

    phasing = fields.Selection(
        [("equal", "Equal Months"), ("seasonal", "As Last Year"), ("typed", "Typed")],
        required=True,
        default="equal",
        tracking=True,
        help="As last year: by the shares of the months of last year. Typed: enter the"
        " months; a change of the year's target scales them.",
    )
    january = _create_month_field()
    february = _create_month_field()
    march = _create_month_field()
    april = _create_month_field()
    may = _create_month_field()
    june = _create_month_field()
    july = _create_month_field()
    august = _create_month_field()
    september = _create_month_field()
    october = _create_month_field()
    november = _create_month_field()
    december = _create_month_field()

    @api.depends("amount", "phasing", *IDENTITY)
    def _compute_months(self):
        closed = self._count_closed_months()
        seasonal = self.filtered(lambda t: t.phasing == "seasonal" and t._is_flow())
        seasons = seasonal._get_seasons()
        for target in self:
            typed = [exact(target[name]) for name in MONTHS]
            weights = {"seasonal": seasons.get(target), "typed": typed}
            done = MONTHS[: closed[target]] if target._origin else ()
            kept = [exact(target._origin[name]) for name in done]
            months = target._phase_months(kept, weights.get(target.phasing) or [1] * 12)
            for name, amount in zip(MONTHS, months, strict=True):
                target[name] = float(amount)

    @api.constrains("amount", "phasing", *IDENTITY, *MONTHS)
    def _check_months(self):
        for target in self:
            months = [exact(target[name]) for name in MONTHS]
            reached = sum(months) if target._is_flow() else months[-1]
            if difference := reached - exact(target.amount):
                message = (
                    self.env._(
                        "Target %(target)s: the months add up to %(reached)s, which"
                        " differs by %(difference)s from the target of the year,"
                        " %(amount)s."
                    )
                    if target._is_flow()
                    else self.env._(
                        "Target %(target)s: December ends at %(reached)s, which"
                        " differs by %(difference)s from the target of the year,"
                        " %(amount)s."
                    )
                )
                raise ValidationError(
                    message
                    % {
                        "target": target.display_name,
                        "reached": reached,
                        "difference": f"{difference:+}",
                        "amount": exact(target.amount),
                    }
                )
            if min(months) < 0:
                raise ValidationError(
                    self.env._(
                        "Target %s: months cannot be negative.", target.display_name
                    )
                )

    def _phase_months(self, kept, weights):
        """Return the twelve months: those that are kept, then the rest by weight."""
        amount = exact(self.amount)
        weights = weights[len(kept) :]
        if not self._is_flow():
            return [*kept, *[amount] * len(weights)]
        rest = amount - sum(kept)
        if kept and (rest < 0 or (rest and not weights)):
            raise UserError(
                self.env._(
                    "Target %(target)s, field Target of the Year: the closed months"
                    " already add up to %(closed)s, so the target cannot be"
                    " %(amount)s.",
                    target=self.display_name,
                    closed=sum(kept),
                    amount=amount,
                )
            )
        return [*kept, *allocate(rest, weights if sum(weights) else [1] * len(weights))]

    def _is_flow(self):
        return self.metric_id.aggregation == "flow"

    def _count_closed_months(self):
        """Return ``{target: number of months up to the last closed period}``."""
        # sudo: whether a month is closed holds for everybody
        closed = dict(
            self.env["telecom.period"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("state", "=", "closed"),
                ],
                ["company_id"],
                ["date_from:max"],
            )
        )
        return {
            target: _count_months_until(target.year, closed.get(target.company_id))
            for target in self
        }

    def _get_seasons(self):
        """Return ``{target: figures of last year's twelve months}``, in one query.

        :raises UserError: last year was not measured in full, or nothing was there
        """
        if not self:
            return {}
        # sudo: who may set a target may use last year's figures of its scope
        figures = self.env["telecom.metric.value"].sudo()
        found = {}
        for value in figures.search_fetch(
            Domain("metric_id", "in", self.metric_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("has_month", "=", True)
            & Domain("year", "in", [str(target.year - 1) for target in self])
            & Domain.OR(
                Domain(self._get_scope_field(scopes), "in", scopes.ids)
                for scopes in (self.unit_id, self.team_id, self.salesperson_id)
            )
        ):
            key = (value.metric_id, value.year, value._get_scope())
            found.setdefault(key, {})[value.date.month] = exact(value.month)
        return {target: target._get_season(found) for target in self}

    def _get_season(self, found):
        if not self._get_scope():
            return [1] * 12
        key = (self.metric_id._origin, str(self.year - 1), self._get_scope()._origin)
        months = found.get(key, {})
        weights = [max(months.get(number, 0), 0) for number in range(1, 13)]
        if len(months) < 12 or not sum(weights):
            raise UserError(
                self.env._(
                    "Target %(target)s, field Phasing: there are figures of %(count)s"
                    " months of %(year)s, which are too few for the phasing “As Last"
                    " Year”. Choose equal months or type them.",
                    target=self.display_name,
                    count=len(months),
                    year=self.year - 1,
                )
            )
        return weights

    @api.model
    def _get_amounts_to_date(self, metric, scopes, year, month):
        """Return the targets of scopes from January to a month, in one query.

        :param scopes: units, teams or salespeople
        :param month: 1 to 12
        :return: ``{id: Decimal}``: the months so far of a metric that adds up, the
            level of the month of any other; a scope without a target is missing
        """
        if not scopes:
            return {}
        self.flush_model()
        months = MONTHS[:month] if metric.aggregation == "flow" else [MONTHS[month - 1]]
        scope = SQL.identifier(self._get_scope_field(scopes))
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, %s FROM telecom_target"
                " WHERE metric_id = %s AND year = %s AND %s IN %s",
                scope,
                SQL(" + ").join(map(SQL.identifier, months)),
                metric.id,
                year,
                scope,
                tuple(scopes.ids),
            )
        )
        return dict(rows)
