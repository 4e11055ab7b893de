import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import LockError

_logger = logging.getLogger(__name__)


class TelecomPeriod(models.Model):
    """Background job of a close: a transaction per step, as the user who started it."""

    _inherit = "telecom.period"

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
            self._set_guarded({"run_state": "stopped", "run_message": text})
            self.env["ir.cron"]._commit_progress()
            return False
        return True
