from odoo import api, fields, models


class TelecomCloseStep(models.Model):
    """Close steps for contest standings, metrics and scorecards of the month."""

    _inherit = "telecom.close.step"

    code = fields.Selection(
        selection_add=[
            ("contest", "Contests"),
            ("metrics", "Metrics"),
            ("cards", "Scorecards"),
        ],
        ondelete={"contest": "cascade", "metrics": "cascade", "cards": "cascade"},
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "contest": {"sequence": 40, "after_close": True},
            "metrics": {"sequence": 50, "after_close": False},
            "cards": {"sequence": 60, "after_close": True},
        }

    def _get_figure_labels(self):
        return super()._get_figure_labels() | {
            "contests": (self.env._("Running Contests"), "count"),
            "standings": (self.env._("Standings"), "count"),
            "bands": (self.env._("Bands Reached"), "count"),
            "metrics": (self.env._("Metrics"), "count"),
            "values": (self.env._("Values"), "count"),
            "cards": (self.env._("Scorecards"), "count"),
            "published": (self.env._("Published"), "count"),
            "errors": (self.env._("Lines without a Score"), "count"),
        }

    def _run_contest(self):
        contests = self.env["telecom.contest"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "running")]
        )
        contests._refresh_standings()
        standings = self.env["telecom.contest.standing"]
        domain = [("contest_id", "in", contests.ids)]
        return {
            "contests": len(contests),
            "standings": standings.search_count(domain),
            "bands": standings.search_count([*domain, ("band_id", "!=", False)]),
        }

    def _open_contest(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_contest_action"
        )

    def _run_metrics(self):
        period = self.period_id
        period._rebuild_metrics()
        period._set_computed()
        groups = self.env["telecom.metric.value"]._read_group(
            [("period_id", "=", period.id)], ["metric_id"], ["__count"]
        )
        return {"metrics": len(groups), "values": sum(count for _, count in groups)}

    def _open_metrics(self):
        return self.period_id.action_open_figures()

    def _run_cards(self):
        cards = self.period_id._score_cards()
        return {
            "cards": len(cards),
            "published": len(cards.filtered(lambda card: card.state == "published")),
            "errors": sum(cards.mapped("error_count")),
        }

    def _open_cards(self):
        return self.period_id.action_open_cards()
