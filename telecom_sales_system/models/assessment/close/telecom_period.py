from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from ..scorecard.telecom_assessment_measures import Measures


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    @api.readonly
    def action_open_figures(self):
        """Open what the metrics measured in the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_metric_value_action"
        )
        return action | {"domain": [("period_id", "=", self.id)]}

    @api.readonly
    def action_open_cards(self):
        """Open the scorecards of the month."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_action"
        )
        domain = [("period_id", "in", self.ids)]
        return action | {"domain": domain, "context": {"search_default_year": 1}}

    @api.readonly
    def action_print_comparison(self):
        """Print a comparison of all units for the year to date.

        :raises UserError: no unit was scored
        """
        cards = self._get_cards().filtered(lambda card: card.span == "year")
        report = self.env.ref("telecom_sales_system.action_report_city_comparison")
        return report.report_action(cards)

    @api.readonly
    def action_download_scorecards(self):
        """Download the assessment workbook of the month.

        :raises UserError: no unit was scored
        """
        self.ensure_one()
        self._get_cards()
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/period/{self.id}/scorecards",
            "target": "download",
        }

    def _rebuild_figures(self):
        """Measure every metric of the month, too."""
        codes = super()._rebuild_figures()
        self._rebuild_metrics()
        return codes

    def _rebuild_metrics(self):
        """Measure all metrics, with the duties that records prove by now."""
        for period in self:
            period._prove_duties()
        self.env["telecom.metric.value"]._rebuild_values(self)
        # sudo: reports of all units follow the figures, whoever computes the month
        self.env["telecom.unit.report"].sudo()._check_period(self)

    def _prepare_facts_at_close(self):
        """Keep last year's figures that scorecards are compared with, too."""
        return super()._prepare_facts_at_close() | {"bases": self._measure_bases()}

    def _measure_bases(self):
        """Return ``{key: {unit id: figure}}`` of last year; ids and figures as text."""
        units = self.env["telecom.sales.unit"].sudo()
        units = units.search([("company_id", "=", self.company_id.id)])
        schemes = units.env["telecom.assessment.scheme"]._get_schemes_by_unit(
            units, self.date_to
        )
        growing = {
            scheme: scheme.indicator_ids.filtered("growth")
            for scheme in {*schemes.values()}
        }
        bases = {}
        with self.env["telecom.metric"]._keep_facts():
            for is_year in (False, True):
                first = self.date_from.replace(month=1) if is_year else self.date_from
                measures = Measures(units, first, self.date_to, is_year)
                for scheme, indicators in growing.items():
                    whole_year = is_year and scheme.year_targets == "year"
                    days = measures.get_days_of_last_year(whole_year)
                    for metric in indicators.metric_id:
                        found = measures.get_figures_of_last_year(metric, whole_year)
                        bases[self._get_base_key(metric, *days)] = {
                            str(unit_id): str(figure)
                            for unit_id, figure in found.items()
                        }
        return bases

    def _get_kept_bases(self, metric, date_from, date_to):
        """Return ``{unit id: Decimal}`` of last year, as measured at the close."""
        # sudo: kept facts of all units, whoever computes a card
        bases = (self.sudo().facts_at_close or {}).get("bases", {})
        kept = bases.get(self._get_base_key(metric, date_from, date_to), {})
        return {int(unit_id): Decimal(figure) for unit_id, figure in kept.items()}

    @api.model
    def _get_base_key(self, metric, date_from, date_to):
        return f"{metric.id}/{date_from}/{date_to}"

    def _score_cards(self):
        """Create and score the cards of a month; return all of them.

        Published cards stay as they are.

        Duties that fell due while the hourly job did not run are listed first, and
        those that records prove are done.
        """
        self.check_access("write")
        # sudo: duties are listed by the program, whoever scores the month
        duties = self.env["telecom.duty"].with_company(self.company_id).sudo()
        duties._generate_duties(self.company_id, self.company_id._telecom_today())
        self._prove_duties()
        cards = self.env["telecom.assessment"]._create_missing_cards(self)
        cards.filtered(lambda card: card.state != "published").action_compute()
        return cards

    def _prove_duties(self):
        """Fulfil the open duties of the year that records prove by now."""
        # sudo: duties are proved by the program, whoever computes the month
        duties = self.env["telecom.duty"].with_company(self.company_id).sudo()
        duties._prove_duties(
            self.company_id,
            self.company_id._telecom_today(),
            self.date_from.replace(month=1),
        )

    def _get_cards(self):
        """Return the scorecards of the months.

        :raises UserError: there are none
        """
        cards = self.env["telecom.assessment"].search([("period_id", "in", self.ids)])
        if not cards:
            raise UserError(
                self.env._(
                    "Period %s: no unit has been scored. Press “Run All Steps”.",
                    self[:1].name,
                )
            )
        return cards
