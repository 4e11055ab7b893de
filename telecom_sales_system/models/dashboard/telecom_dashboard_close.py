from odoo import models

from ..performance.telecom_close_step import STEPS


class TelecomDashboard(models.AbstractModel):
    """The block of the progress of the next monthly close."""

    _inherit = "telecom.dashboard"

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_close(today)]

    def _get_block_close(self, today):
        """Return the block of the oldest month that is not closed, else of the last."""
        periods = self.env["telecom.period"]
        here = [("company_id", "=", self.env.company.id)]
        period = periods.search(
            [*here, ("state", "!=", "closed")], order="date_from", limit=1
        ) or periods.search(here, order="date_from desc", limit=1)
        states = dict(periods._fields["state"]._description_selection(self.env))
        done = self.env["telecom.close.step"].search_count(
            [("period_id", "=", period.id), ("state", "=", "done")]
        )
        return {
            "key": "close",
            "title": self.env._("Monthly Close"),
            "month": period.name or "",
            "state": period.state or "",
            "state_label": states.get(period.state, ""),
            "done": done,
            "steps": len(STEPS),
            "steps_label": self.env._(
                "%(done)s of %(steps)s steps run", done=done, steps=len(STEPS)
            ),
            "note": self._get_close_note(period, today),
            "problems": self._get_close_problems(period),
            "empty": not period
            and self.env._("There is no month yet. Open the first one."),
            "action": self._open_record(period)
            if period
            else self._get_action("telecom_period_action", []),
        }

    def _get_close_note(self, period, today):
        if not period:
            return ""
        if period.run_state == "queued":
            return self.env._("The close runs in the background.")
        if period.run_state == "stopped":
            return self.env._("The close has stopped: open it to go on.")
        if period.state == "closed":
            return self.env._("All months so far are closed.")
        if period.date_to >= today:
            return self.env._("The month is not over yet.")
        if period.state == "open":
            return self.env._("The month is over: its steps can be run.")
        return self.env._("Computed: it can be closed once nothing blocks.")

    def _get_close_problems(self, period):
        """Return the counts of blocking and other problems, with their lists."""
        problems = self.env["telecom.period.problem"]
        counts = dict(
            problems._read_group(
                [("period_id", "=", period.id)], ["blocking"], ["__count"]
            )
        )
        return [
            {
                "blocking": blocking,
                "label": label,
                "count": counts.get(blocking, 0),
                "action": self._get_list_action(
                    problems._name,
                    [("period_id", "=", period.id), ("blocking", "=", blocking)],
                    f"{label} · {period.name}",
                    ("list",),
                ),
            }
            for blocking, label in (
                (True, self.env._("Blocking Problems")),
                (False, self.env._("Other Problems")),
            )
        ]
