import time

from odoo import api, fields, models
from odoo.tools import formatLang


class TelecomCloseStep(models.Model):
    """A step of the monthly close, with its time, duration, figures and error.

    Rooms and other addons define their steps. ``_run_<code>`` returns the figures of
    a step by name, for which ``_get_figure_labels`` has labels, and ``_open_<code>``
    the action that opens its results. ``telecom.period.problem`` finds its problems.
    """

    _name = "telecom.close.step"
    _description = "Step of the Monthly Close"
    _inherit = ["telecom.step.mixin", "telecom.guarded.mixin"]
    _order = "period_id desc, sequence, id"
    _guarded_fields = frozenset(
        {"period_id", "code", "state", "finished_on", "seconds", "figures", "error"}
    )

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True)
    currency_id = fields.Many2one(related="period_id.currency_id")
    code = fields.Selection(
        [("ledger", "Ledger")], string="Step", required=True, readonly=True
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Step Failed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    finished_on = fields.Datetime(string="Finished", readonly=True)
    seconds = fields.Float(digits=(16, 2), readonly=True)
    figures = fields.Json("Figures by Name", readonly=True)
    summary = fields.Char(string="Figures", compute="_compute_summary")
    error = fields.Text(readonly=True)
    problem_count = fields.Integer(string="Problems", compute="_compute_problem_count")

    _period_code_uniq = models.UniqueIndex("(period_id, code)")

    @api.depends("figures", "error")
    @api.depends_context("lang")
    def _compute_summary(self):
        labels = self._get_figure_labels()
        for step in self:
            # Figures of an addon that is no longer there have no label.
            step.summary = step.error or " · ".join(
                f"{label} {step._format_figure(kind, value)}"
                for name, value in (step.figures or {}).items()
                if name in labels
                for label, kind in [labels[name]]
            )

    def _compute_problem_count(self):
        counts = {
            (period, step): count
            for period, step, count in self.env["telecom.period.problem"]._read_group(
                [("period_id", "in", self.period_id.ids)],
                ["period_id", "step"],
                ["__count"],
            )
        }
        for step in self:
            step.problem_count = counts.get((step.period_id, step.code), 0)

    def unlink(self):
        """Delete the problems of the steps, too."""
        # sudo: problems are written by the computation only
        problems = self.env["telecom.period.problem"].sudo()
        for code, steps in self.grouped("code").items():
            problems.search(
                [("period_id", "in", steps.period_id.ids), ("step", "=", code)]
            ).unlink()
        return super().unlink()

    @api.readonly
    def action_open(self):
        """Open the results of the step."""
        self.ensure_one()
        return getattr(self, f"_open_{self.code}")()

    def _format_figure(self, kind, value):
        if kind == "money":
            return formatLang(self.env, value, currency_obj=self.currency_id)
        return formatLang(self.env, value, digits=2 if kind == "points" else 0)

    @api.model
    def _get_step_settings(self):
        """Return ``{code: settings}`` of all steps; each room adds its own.

        sequence: place in the close; a step uses the results of those before it, and
            gaps are for other addons
        after_close: whether the step is still run when the month is closed
        """
        return {"ledger": {"sequence": 10, "after_close": False}}

    def _get_figure_labels(self):
        """Return ``{name: (label, count, money or points)}`` of all steps' figures."""
        return {
            "entries": (self.env._("Entries"), "count"),
            "cash": (self.env._("Cash Received"), "money"),
            "converted_profit": (self.env._("Converted Gross Profit"), "money"),
            "points": (self.env._("Performance Points"), "points"),
        }

    def _run_step(self):
        """Run the step; store its time, figures and problems."""
        self.ensure_one()
        started = time.perf_counter()
        figures = getattr(self, f"_run_{self.code}")()
        self.env["telecom.period.problem"]._detect_problems(
            self.period_id, (self.code,)
        )
        self.env.flush_all()
        # sudo: who may run the close may store its results
        self.sudo().write(
            {
                "state": "done",
                "finished_on": fields.Datetime.now(),
                "seconds": time.perf_counter() - started,
                "figures": figures,
                "error": False,
            }
        )

    def _run_ledger(self):
        period = self.period_id
        # The month is not computed until the last step of its figures has run.
        period._set_guarded_fields({"state": "open"})
        period._rebuild_ledger()
        names = ("cash", "converted_profit", "points")
        return {"entries": period.entry_count} | {name: period[name] for name in names}

    def _open_ledger(self):
        return self.period_id.action_open_entries()
