from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..unique_message import find_duplicate


def _get_duplicate_month_message(env, diagnostics):
    return env._(
        "Period %(value)s, field First Day: the month exists already, as %(holder)s.",
        **find_duplicate(env, "telecom.period", diagnostics),
    )


class TelecomPeriod(models.Model):
    """A month of the performance ledger: open -> computed -> closed."""

    _name = "telecom.period"
    _description = "Performance Period"
    _inherit = ["mail.thread", "telecom.guarded.mixin", "telecom.month.mixin"]
    _order = "date_from desc, id desc"
    _guarded_fields = frozenset(
        {"name", "date_to", "state", "computed_on", "closed_on", "closed_by_id"}
        | {"run_state", "run_user_id", "run_started_on", "run_closes", "run_message"}
    )

    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("open", "Open"), ("computed", "Computed"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    entry_ids = fields.One2many(
        "telecom.performance.entry", "period_id", string="Entries"
    )
    problem_ids = fields.One2many(
        "telecom.period.problem", "period_id", string="Problems"
    )
    entry_count = fields.Integer(compute="_compute_totals")
    cash = fields.Monetary(string="Cash Received", compute="_compute_totals")
    incentive = fields.Monetary(string="Incentives", compute="_compute_totals")
    converted_profit = fields.Monetary(
        string="Converted Gross Profit", compute="_compute_totals"
    )
    points = fields.Float(
        string="Performance Points", digits=(16, 2), compute="_compute_totals"
    )

    _month_company_uniq = models.UniqueIndex(
        "(company_id, date_from)", _get_duplicate_month_message
    )

    @api.depends("entry_ids")
    def _compute_totals(self):
        totals = {
            period: values
            for period, *values in self.env["telecom.performance.entry"]._read_group(
                [("period_id", "in", self.ids)],
                ["period_id"],
                [
                    "__count",
                    "cash:sum",
                    "incentive:sum",
                    "converted_profit:sum",
                    "points:sum",
                ],
            )
        }
        for period in self:
            (
                period.entry_count,
                period.cash,
                period.incentive,
                period.converted_profit,
                period.points,
            ) = totals.get(period, (0, 0.0, 0.0, 0.0, 0.0))

    def write(self, vals):
        if {"date_from", "company_id", "state"} & vals.keys():
            self._check_not_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty(self):
        self._check_not_closed()
        for period in self:
            if period.entry_count or period.state != "open":
                raise UserError(
                    self.env._(
                        "Period %s holds entries and cannot be deleted.", period.name
                    )
                )

    def _check_not_closed(self):
        for period in self:
            if period.state == "closed":
                raise UserError(
                    self.env._(
                        "Period %s is closed and stays closed. Corrections are counted"
                        " in the next open period automatically.",
                        period.name,
                    )
                )

    def _get_open_periods(self):
        """Return all periods of the company that are not closed, oldest first."""
        self.ensure_one()
        return self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "!=", "closed"),
            order="date_from",
        )

    def _lock_open_periods(self):
        """Lock the open periods of the company until this transaction ends.

        :raises UserError: somebody computes a period of this company right now
        """
        try:
            (self | self._get_open_periods()).lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "Period %(period)s: another computation is running for %(company)s."
                    " Wait until it has finished, then try again.",
                    period=self.name,
                    company=self.company_id.name,
                )
            ) from None

    @api.private
    def action_compute(self):
        """Rebuild the figures of periods, and the problems of ledger and arrears.

        For code that needs only figures: no button calls it, and contests, scorecards
        and circulars do not change. Users press ``action_run``.

        :raises UserError: a period is closed, or another computation is running
        """
        for period in self.sorted("date_from"):
            period.check_access("write")
            period._check_not_closed()
            period._check_not_running()
            period._lock_open_periods()
            period._rebuild_figures()
            self.env["telecom.period.problem"]._detect_problems(period)
            period._set_computed()

    def _rebuild_figures(self):
        """Rebuild the records behind the month's figures; each room adds its own."""
        self._rebuild_ledger()

    def _rebuild_ledger(self):
        self.env["telecom.performance.ledger"]._rebuild_entries(self)

    def _set_computed(self):
        self._set_guarded({"state": "computed", "computed_on": fields.Datetime.now()})

    @api.private
    def action_close(self):
        """Compute the figures of periods again and close them, the oldest first.

        For code, as ``action_compute``; users press ``action_run_and_close``.

        :raises UserError: an older period is open, the month is not over, or a
            problem blocks
        """
        for period in self.sorted("date_from"):
            period._check_closable()
            period.action_compute()
            period._close_period()

    def _check_closable(self):
        """Check the conditions of a close that no computation can change.

        :raises UserError: it is closed, an older period is open, or it is not over
        """
        self._check_not_closed()
        oldest = self._get_open_periods()[0]
        if oldest != self:
            raise UserError(
                self.env._(
                    "Period %(period)s cannot be closed before %(oldest)s.",
                    period=self.name,
                    oldest=oldest.name,
                )
            )
        if self.date_to >= fields.Date.context_today(self):
            raise UserError(self.env._("Period %s is not over yet.", self.name))

    def _close_period(self):
        """Close a computed month; it cannot be reopened.

        :raises UserError: a problem blocks
        """
        blocking = self.problem_ids.filtered("blocking")
        if blocking:
            raise UserError(
                self.env._(
                    "Period %(period)s cannot be closed:\n%(problems)s",
                    period=self.name,
                    problems="\n".join(
                        f"- {text}" for text in blocking.mapped("message")
                    ),
                )
            )
        self._set_guarded(
            {
                "state": "closed",
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        # Late movements of this month now belong to the next one.
        later = self._get_open_periods().filtered(lambda p: p.state == "computed")
        later._set_guarded({"state": "open"})

    @api.readonly
    def action_open_entries(self):
        """Open the ledger of the period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_performance_entry_action"
        )
        action["domain"] = [("period_id", "=", self.id)]
        action["context"] = {}
        return action
