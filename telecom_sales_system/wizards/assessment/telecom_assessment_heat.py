from odoo import api, fields, models
from odoo.exceptions import UserError

# Classes of the screen for the tones of cells.
COLOURS = {
    "missing": "table-dark",
    "shorter": "table-danger",
    "short": "table-warning",
    "better": "table-success",
}


class TelecomAssessmentHeat(models.TransientModel):
    """All units of a ranking by line, coloured by what each scored of its points."""

    _name = "telecom.assessment.heat"
    _description = "Heat List of Scorecards"

    card_ids = fields.Many2many("telecom.assessment", readonly=True)
    table = fields.Html(compute="_compute_table", sanitize=False)

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Heat List")

    @api.depends("card_ids")
    def _compute_table(self):
        for heat in self:
            heat.table = self.env["ir.qweb"]._render(
                "telecom_sales_system.assessment_heat",
                {"tables": heat._get_tables(), "colours": COLOURS},
            )

    def _get_tables(self):
        """Return the tables of the rankings that the cards belong to."""
        self.card_ids.check_access("read")
        matrix = self.env["telecom.assessment.matrix"]
        rankings = matrix._build_matrix(
            self.card_ids | self.card_ids._get_ranking_cards()
        )
        return [matrix._get_table(ranking) for ranking in rankings]

    @api.model
    def _open_heat_list(self, cards):
        """Open the list for the rankings of some cards.

        :raises UserError: there are no cards
        :raises AccessError: the user does not see the lines of all units
        """
        if not cards:
            raise UserError(self.env._("Choose the scorecards to compare."))
        heat = self.create({"card_ids": cards.ids})
        heat._get_tables()
        return {
            "type": "ir.actions.act_window",
            "name": heat.display_name,
            "res_model": self._name,
            "res_id": heat.id,
            "view_mode": "form",
            "target": "current",
        }
