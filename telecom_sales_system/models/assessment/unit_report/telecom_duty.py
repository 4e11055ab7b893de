from odoo import api, fields, models

from ..duty.telecom_duty_proof import LOOK_BACK
from .telecom_unit_report import SENT


class TelecomDuty(models.Model):
    """Duties that monthly reports of units fulfil."""

    _inherit = "telecom.duty"

    proof = fields.Selection(related="type_id.proof", string="Proved by")

    def unlink(self):
        # An unsent report is deleted with the last duty that requires it.
        unsent = self.env["telecom.unit.report"].sudo()
        unsent = unsent.search(
            [("duty_id", "in", self.ids), ("version_id", "=", False)]
        )
        result = super().unlink()
        unsent.filtered(lambda report: not report._get_duties()[report]).unlink()
        return result

    @api.readonly
    def action_open_report(self):
        """Open the monthly report that fulfils the duty.

        :raises AccessError: the user may not see reports
        """
        self.ensure_one()
        reports = self.env["telecom.unit.report"]
        report = reports.search(
            [("unit_id", "=", self.unit_id.id), ("date_from", "=", self.period_from)],
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": reports._name,
            "res_id": report.id,
            "view_mode": "form",
        }

    @api.model
    def _get_proof_sources(self):
        return super()._get_proof_sources() | {
            "unit_report": ("telecom.unit.report", "first_sent_on")
        }

    @api.model
    def _list_owed_duties(self, types, company, today, since=None, until=None):
        duties = super()._list_owed_duties(types, company, today, since, until)
        self.env["telecom.unit.report"]._create_owed_reports(duties)
        return duties

    @api.model
    def _prove_duties(self, company, today, since=None):
        # Duties can become provable by a report after they were listed.
        self.search(
            [
                ("company_id", "=", company.id),
                ("fulfilled_on", "=", False),
                ("due_on", ">=", min(today - LOOK_BACK, since or today)),
                ("type_id.proof", "=", "unit_report"),
            ]
        )._run_past_faults(self.env["telecom.unit.report"]._create_owed_reports)
        return super()._prove_duties(company, today, since)

    def _find_proofs_unit_report(self):
        """Find the report of the month, with the date when it was first sent."""
        reports = self.env["telecom.unit.report"].search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("date_from", "in", self.mapped("period_from")),
                ("state", "in", SENT),
            ]
        )
        return {
            duty: (report, report.first_sent_on)
            for report, duties in reports._get_duties().items()
            for duty in duties & self
        }

    @api.model
    def _prove_by_reports(self, reports):
        """Fulfil the duties of new reports immediately."""
        duties = self.browse().union(*reports._get_duties().values())
        open_duties = duties.filtered(
            lambda duty: not duty.fulfilled_on and not duty.is_hand_only
        )
        open_duties._prove_by("unit_report")

    def _reopen_duties(self, reason):
        by_report = self.filtered(
            lambda duty: (
                duty.proof_ref and duty.proof_ref._name == "telecom.unit.report"
            )
        )
        reports = self.env["telecom.unit.report"].browse(
            duty.proof_ref.id for duty in by_report
        )
        result = super()._reopen_duties(reason)
        # sudo: the right to reopen the duties was checked; a new version proves again
        by_report.sudo().write({"is_hand_only": False})
        reports.sudo()._send_back_reports(reason)
        return result
