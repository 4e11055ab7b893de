from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .telecom_duty_rights import SERVICE


class TelecomUnitReport(models.Model):
    """Acceptance and return of reports by the customer service department."""

    _inherit = "telecom.unit.report"

    def action_accept(self):
        """Accept checked reports, which stay as they are from then on.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one was not compared with the figures of its month yet
        """
        self._check_service()
        for report in self:
            if report.state != "checked":
                raise UserError(
                    self.env._(
                        "%s: only a report that was checked can be accepted. Compute"
                        " the month first.",
                        report.display_name,
                    )
                )
        self._set_guarded({"state": "accepted", "accepted_by_id": self.env.uid})

    def action_take_back(self):
        """Take an acceptance back, while the month is open.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one is not accepted, or its month is closed
        """
        self._check_service()
        for report in self:
            if report.state != "accepted" or report.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "%s: the acceptance can be taken back only if the report is"
                        " accepted and its month is open.",
                        report.display_name,
                    )
                )
        self._set_guarded({"state": "checked", "accepted_by_id": False})

    def action_send_back(self):
        """Open the dialog that asks why the unit has to send its report again."""
        self._check_service()
        duties = self.env["telecom.duty"].union(*self._get_duties().values())
        done = duties.filtered("fulfilled_on")
        if not done:
            raise UserError(
                self.env._(
                    "%s proves no duty, so there is nothing to send back.",
                    self[:1].display_name,
                )
            )
        return done.with_env(self.env).action_open_reopen()

    @api.readonly
    def action_open_duty(self):
        """Open the duty that the report fulfils."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.duty",
            "res_id": self.duty_id.id,
            "view_mode": "form",
        }

    def _check_service(self):
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "%s: only the customer service department decides on reports.",
                    self[:1].display_name,
                )
            )

    def _send_back_reports(self, reason):
        """Return reports to their units, and keep the reason in the logs."""
        self.write({"state": "returned", "first_sent_on": False})
        body = self.env._("Sent back: %s", reason)
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
