from odoo import api, fields, models


class TelecomCloseStep(models.Model):
    """The close step of arrears at the end of the month and of cases today."""

    _inherit = "telecom.close.step"

    code = fields.Selection(
        selection_add=[("arrears", "Arrears and Cases")],
        ondelete={"arrears": "cascade"},
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "arrears": {"sequence": 20, "after_close": False},
        }

    def _get_figure_labels(self):
        return super()._get_figure_labels() | {
            "overdue": (self.env._("Overdue at Month End"), "money"),
            "cases": (self.env._("Open Cases at Month End"), "count"),
        }

    def _run_arrears(self):
        period = self.period_id
        period._rebuild_arrears()
        self.env["telecom.blacklist.watch"]._watch_company_today(period.company_id)
        return {"overdue": period.overdue, "cases": self._count_open_cases()}

    def _count_open_cases(self):
        # sudo: count the cases of the whole company, whoever closes the month
        standings = self.env["telecom.blacklist.standing"].sudo()
        period = self.period_id
        return len(standings._get_open_debts(period.company_id, period.date_to))

    def _open_arrears(self):
        return self.period_id.action_open_arrears()
