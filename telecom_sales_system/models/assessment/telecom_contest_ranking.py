from decimal import Decimal

from odoo import fields, models

from ...tools.bands import Band, band_of, gap_to_next
from ...tools.ranking import competition_ranks


class TelecomContest(models.Model):
    """The ranking of a contest, with one query per metric and category."""

    _inherit = "telecom.contest"

    def _refresh_standings(self):
        """Rank all entrants by their figures until today, and store the standings."""
        self.check_access("write")
        for contest in self:
            # sudo: all entrants are ranked, and only the ranking writes standings
            contest.sudo()._replace_standings()
            contest._set_guarded({"refreshed_on": fields.Datetime.now()})

    def _get_today(self):
        # sudo: the time zone of the own company is no secret
        zone = self.company_id.sudo().partner_id.tz or self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=zone))

    def _get_last_measured_day(self):
        """Return the day until which figures count, at most the last day."""
        self.ensure_one()
        return min(self.closed_on or self._get_today(), self.date_to)

    def _replace_standings(self):
        self.standing_ids.unlink()
        with self.env["telecom.metric"]._keep_facts():
            rows = [
                row
                for each in self.category_ids
                for row in self._prepare_standings_vals(each)
            ]
        self.env["telecom.contest.standing"].create(rows)

    def _prepare_standings_vals(self, category):
        """Return the values of the standings of a category, the best first."""
        scopes = category._get_entrants()
        field = category.env["telecom.scope.mixin"]._get_scope_field(
            category._get_entrant_model()
        )
        figures, heads = self._measure_entrants(category, scopes)
        counted = [scope for scope in scopes if scope.id in figures]
        ranks = competition_ranks([figures[scope.id] for scope in counted])
        bands = {
            Band(Decimal(str(band.threshold)), Decimal(str(band.prize))): band
            for band in category.band_ids
        }
        rows = [
            self._prepare_entrant_vals(category, scope, field, heads)
            | self._prepare_ranking_vals(figures[scope.id], rank, bands)
            for rank, scope in sorted(
                zip(ranks, counted, strict=True), key=lambda pair: (pair[0], pair[1].id)
            )
        ]
        left = [scope for scope in scopes if scope.id not in figures]
        return rows + [
            self._prepare_entrant_vals(category, s, field, heads) for s in left
        ]

    def _measure_entrants(self, category, scopes):
        """Return the figures, rounded as they are shown, and the heads, by scope.

        A team or unit without full-time salespeople has no figure per head.
        """
        days = self.date_from, self._get_last_measured_day()
        figures = category.metric_id._measure_scopes(scopes, *days)
        heads = {}
        if category.per_head:
            metric = self.env.ref("telecom_sales_system.metric_full_time")
            heads = metric._measure_scopes(scopes, *days)
            figures = {
                scope_id: value / heads[scope_id]
                for scope_id, value in figures.items()
                if heads.get(scope_id)
            }
        cent = Decimal("0.01")
        return {key: value.quantize(cent) for key, value in figures.items()}, heads

    def _prepare_entrant_vals(self, category, scope, field, heads):
        home = scope if category.kind == "unit" else scope.unit_id
        return {
            "contest_id": self.id,
            "company_id": self.company_id.id,
            "category_id": category.id,
            field: scope.id,
            "home_unit_id": home.id,
            "name": scope.display_name,
            "heads": heads.get(scope.id, 0),
        }

    def _prepare_ranking_vals(self, value, rank, bands):
        reached = band_of(value, bands)
        gap = gap_to_next(value, bands)
        band = bands[reached] if reached else self.env["telecom.contest.band"]
        return {
            "value": value,
            "has_value": True,
            "rank": rank,
            "band_id": band.id,
            "prize": reached.prize if reached else 0,
            "next_band_id": bands[gap.band].id if gap else False,
            "gap": gap.missing if gap else 0,
        }
