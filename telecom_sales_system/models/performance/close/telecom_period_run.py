import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import formatLang

from ...common.decision.confirmation import ask_first
from ...common.screens.progress import announce_progress

_logger = logging.getLogger(__name__)


class TelecomPeriod(models.Model):
    """A month whose close runs at once, or in the background if the month is large.

    A run at once is one transaction. In the background each step is a transaction, as
    the user who started the run: an interrupted step is undone, and the job continues
    with it.
    """

    _inherit = "telecom.period"

    step_ids = fields.One2many("telecom.close.step", "period_id", string="Steps")
    run_state = fields.Selection(
        [("queued", "In the Background"), ("stopped", "Stopped")],
        string="Run",
        readonly=True,
        copy=False,
    )
    run_user_id = fields.Many2one(
        "res.users", "Started by", readonly=True, copy=False, ondelete="restrict"
    )
    run_started_on = fields.Datetime("Started", readonly=True, copy=False)
    run_closes = fields.Boolean("Closes at the End", readonly=True, copy=False)
    run_message = fields.Text("Reason for the Stop", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    running_step = fields.Char(compute="_compute_progress")
    problem_count = fields.Integer(compute="_compute_problem_count")
    is_over = fields.Boolean(
        compute="_compute_is_over", help="Its last day is over at the bureau."
    )

    _queued_index = models.Index("(date_from) WHERE run_state = 'queued'")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("step_ids.state")
    def _compute_progress(self):
        for period in self:
            # sudo: how far a run is decides on buttons of a page that all may open
            steps = period.sudo().step_ids
            waiting = steps.filtered(lambda step: step.state != "done")
            done = len(steps) - len(waiting)
            period.progress = 100.0 * done / len(steps) if steps else 0.0
            period.running_step = waiting[:1].display_name

    @api.depends("date_to", "company_id")
    def _compute_is_over(self):
        for period in self:
            today = period.company_id._telecom_today()
            period.is_over = bool(period.date_to and period.date_to < today)

    @api.depends("problem_ids")
    def _compute_problem_count(self):
        for period in self:
            period.problem_count = len(period.problem_ids)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_run(self):
        """Run all steps of the month; of a closed one, those after the close.

        :raises UserError: it is being computed, now or in the background
        """
        return self._start_run(closes=False)

    @ask_first("_describe_close")
    def action_run_and_close(self):
        """Run all steps, and close the month if nothing blocks.

        :raises UserError: as ``action_run``; an older month is open, or it is not over
        """
        self._check_closable()
        return self._start_run(closes=True)

    def action_continue(self):
        """Run the remaining steps of a stopped run; all of them, if it closes.

        :raises UserError: it runs already, or another computation is running
        """
        self._check_not_running()
        self._lock_open_periods()
        self._restart_interrupted_run()
        return self._run_waiting_steps()

    def action_stop(self):
        """Stop a run in the background; finished steps stay done.

        :raises UserError: a step of it is running right now
        """
        self._lock_open_periods()
        text = self.env._("Stopped by %s.", self.env.user.name)
        self._set_guarded_fields({"run_state": "stopped", "run_message": text})

    @api.readonly
    def action_open_problems(self):
        """Open the problems of the month, step by step."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_period_problem_action"
        )
        return action | {"domain": [("period_id", "in", self.ids)]}

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_not_running(self):
        """Check that no close of these months runs in the background.

        :raises UserError: a month is queued
        """
        for period in self:
            if period.run_state == "queued":
                raise UserError(
                    self.env._(
                        "Period %(period)s: its close is running already. %(user)s"
                        " started it at %(time)s.",
                        period=period.name,
                        user=period.run_user_id.name,
                        time=fields.Datetime.context_timestamp(
                            period, period.run_started_on
                        ).strftime("%H:%M"),
                    )
                )

    def _start_run(self, closes):
        self.ensure_one()
        self.check_access("write")
        self._check_not_running()
        self._lock_open_periods()
        self._plan_steps()
        self._set_guarded_fields(
            {
                "run_user_id": self.env.uid,
                "run_started_on": fields.Datetime.now(),
                "run_closes": closes,
            }
        )
        return self._run_waiting_steps()

    def _plan_steps(self):
        """Set the steps that the state of the month allows to waiting."""
        settings = self.env["telecom.close.step"]._get_step_settings()
        codes = [
            code
            for code, step in settings.items()
            if self.state != "closed" or step["after_close"]
        ]
        # sudo: steps are written by the run only
        steps = self.step_ids.sudo()
        planned = steps.filtered(lambda step: step.code in codes)
        planned.write({"state": "waiting", "error": False})
        missing = set(codes) - {step.code for step in steps}
        steps.create([{"period_id": self.id, "code": code} for code in missing])
        self.invalidate_recordset(["step_ids"])

    def _restart_interrupted_run(self):
        """Plan all steps again after an interruption, if the run closes the month.

        Figures of finished steps may be outdated, and a closed month is final.
        """
        if self.run_closes:
            self._plan_steps()

    def _get_waiting_steps(self):
        return self.step_ids.filtered(lambda step: step.state != "done").sorted()

    def _run_waiting_steps(self):
        """Run the waiting steps now, or leave them to the background job."""
        self._set_guarded_fields({"run_state": "queued", "run_message": False})
        if self._is_large():
            # sudo: to wake the job, nothing else
            self.env.ref("telecom_sales_system.ir_cron_run_close").sudo()._trigger()
            return self._get_notification_action(
                self.env._(
                    "Period %s is large: its steps run in the background. You may leave"
                    " this page.",
                    self.name,
                )
            )
        steps = [(step.display_name, step) for step in self._get_waiting_steps()]
        title = self.env._("Monthly Close %s", self.name)
        for step in announce_progress(self.env, title, steps):
            step._run_step()
        self._finish_run()
        return self.run_message and self._get_notification_action(
            self.run_message, "warning"
        )

    def _finish_run(self):
        """Close the month if this was requested; record what prevents it."""
        try:
            if self.run_closes and self.state != "closed":
                self._check_closable()
                self._close_period()
        except UserError as error:
            self._set_guarded_fields(
                {"run_state": "stopped", "run_message": str(error)}
            )
        else:
            self._set_guarded_fields({"run_state": False, "run_message": False})

    def _is_large(self):
        """Return whether the month has more receivables than may run at once."""
        limit = self.company_id.telecom_close_at_once
        # sudo: a count, for people without accounting rights
        lines = self.env["account.move.line"].sudo()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
        ]
        return lines.search_count(domain, limit=limit + 1) > limit

    def _get_notification_action(self, message, kind="info"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": kind == "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_run(self):
        """Run the waiting steps of all queued months, the oldest first.

        A killed job leaves its month queued. The next job continues with the step that
        was not done, or runs all steps again if the run closes the month.
        """
        for period in self.search([("run_state", "=", "queued")], order="date_from"):
            user = period.run_user_id
            period.with_user(user).with_company(period.company_id).with_context(
                lang=user.lang, tz=user.tz
            )._run_in_background()

    def _run_in_background(self):
        """Run all waiting steps in one job: a second job would be an interruption."""
        if not self._lock_queued_run():
            return
        if self._get_waiting_steps() != self.step_ids:
            self._restart_interrupted_run()
            self.env["ir.cron"]._commit_progress()
        steps = self._get_waiting_steps()
        for left, step in zip(range(len(steps), 0, -1), steps, strict=True):
            if not self._run_background_step(step):
                return
            self.env["ir.cron"]._commit_progress(1, remaining=left)
        if self._lock_queued_run():
            self._finish_run()
            self.env["ir.cron"]._commit_progress(1, remaining=0)

    def _lock_queued_run(self):
        """Lock the open periods for the next step of a queued run.

        :return: False if somebody else computes, or the run was stopped meanwhile
        """
        try:
            (self | self._get_open_periods()).lock_for_update()
        except LockError:
            return False
        self.invalidate_recordset()
        return self.run_state == "queued"

    def _run_background_step(self, step):
        """Run a step; if it fails, undo it and show the error on the month's page.

        :return: whether it is done
        :raises psycopg2.OperationalError: the database asks to try again later
        """
        if not self._lock_queued_run():
            return False
        try:
            with self.env.cr.savepoint():
                step._run_step()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.info("Period %s, step %s", self.name, step.code, exc_info=True)
            # sudo: steps are written by the run only
            step.sudo().write({"state": "failed", "error": str(error)})
            text = self.env._(
                "%(step)s: %(error)s", step=step.display_name, error=error
            )
            self._set_guarded_fields({"run_state": "stopped", "run_message": text})
            self.env["ir.cron"]._commit_progress()
            return False
        return True

    def _describe_close(self):
        """Return what closing the month does, in figures."""
        self.ensure_one()
        self._check_closable()
        return self.env._(
            "All steps run once more, then %(month)s is closed if nothing blocks. At"
            " present: %(cash)s of cash, %(points)s points, %(problems)s problems. It"
            " stays closed: corrections are counted in the next open month.",
            month=self.name,
            cash=formatLang(self.env, self.cash, currency_obj=self.currency_id),
            points=formatLang(self.env, self.points),
            problems=self.problem_count,
        )
