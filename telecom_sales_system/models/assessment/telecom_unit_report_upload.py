import hashlib
from base64 import b64decode, b64encode

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ...tools.report_form import read_form
from ...tools.workbook_parts import BadWorkbook
from ...tools.workbook_reader import read_workbook
from .telecom_unit_report_form import COVER, IDENTITY, TEXTS

MEGABYTE = 2**20


class TelecomUnitReport(models.Model):
    """Upload of filled-in workbooks."""

    _inherit = "telecom.unit.report"

    @api.readonly
    def action_download_template(self):
        """Download the workbook to fill in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/unit-report/{self.id}/template",
            "target": "download",
        }

    def submit_file(self, data, name):
        """Store a filled-in workbook as the current version, and fulfil the duty.

        A file that is sent twice is stored once.

        :param data: the file in base64
        :param name: of the file
        :raises UserError: the report accepts no files any more, or the file has errors;
            the text lists all of them
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_report()
        self._check_takes_files()
        content = self._decode_file(data, name)
        digest = hashlib.sha256(content).hexdigest()
        if self.version_id.digest != digest or self.state == "returned":
            layout, filled = self._read_file(content, name)
            self._add_version(content, name, digest, layout, filled)
        return True

    def _lock_report(self):
        try:
            # sudo: the right to write was checked
            self.sudo().lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "%s: somebody else sends it or works on it right now. Try again in"
                    " a moment.",
                    self.display_name,
                )
            ) from None

    def _check_takes_files(self):
        name = self.display_name
        self._refuse_if_accepted()
        is_closed = self.period_id.state == "closed"
        if is_closed and self.state not in ("draft", "returned"):
            raise UserError(
                self.env._(
                    "%s: the month is closed, the version sent stays as it is. The"
                    " customer service department can send it back.",
                    name,
                )
            )
        if self.env["telecom.duty"]._get_today() < self.date_to:
            raise UserError(
                self.env._("%s: the month is not over yet. Send it afterwards.", name)
            )

    def _decode_file(self, data, name):
        """Return the bytes of the file; refuse too large ones before decoding."""
        limit = self.company_id.telecom_report_megabytes
        if len(data or "") * 3 / 4 > limit * MEGABYTE + 3:
            raise UserError(
                self.env._(
                    "%(file)s is larger than %(limit)s MB. A filled-in template is far"
                    " smaller: remove pictures and whatever else was added.",
                    file=name,
                    limit=limit,
                )
            )
        try:
            return b64decode(data or "", validate=True)
        except ValueError:
            raise UserError(self._get_bad_file_text("broken", name)) from None

    def _read_file(self, content, name):
        """Return ``(layout, values)`` of a file.

        :raises UserError: the file has errors; the text lists all of them
        """
        try:
            sheets = read_workbook(content)
        except BadWorkbook as error:
            raise UserError(self._get_bad_file_text(error.reason, name)) from None
        identity, reason = self._read_identity(sheets)
        if reason:
            raise UserError(self._get_bad_file_text(reason, name))
        self._check_identity(identity, name)
        del sheets[IDENTITY]
        filled = read_form(identity["layout"], sheets)
        if filled.problems:
            raise UserError(self._get_problems_text(filled.problems, name))
        return identity["layout"], filled.values

    def _add_version(self, content, name, digest, layout, filled):
        texts = {key: filled.get((COVER, key, "text"), "") for key in TEXTS}
        # sudo: versions are written here only; the right was checked
        versions = self.env["telecom.unit.report.version"].sudo()
        last = versions.search([("report_id", "=", self.id)], limit=1)
        version = versions.create(
            {
                "report_id": self.id,
                "number": last.number + 1,
                "file": b64encode(content),
                "file_name": name,
                "digest": digest,
                "layout": layout,
                "filled": [[*key, text] for key, text in filled.items()],
                "sent_by_id": self.env.uid,
                "sent_on": fields.Datetime.now(),
                **texts,
            }
        )
        today = self.env["telecom.duty"]._get_today()
        self._set_guarded(
            {
                "version_id": version.id,
                "state": "submitted",
                "first_sent_on": self.first_sent_on or today,
                "checked_on": False,
                "difference_count": 0,
                "grave_errors": 0,
            }
        )
        # sudo: figures and duties of the unit, whoever sends its report
        self.sudo()._compare_figures()
        self.env["telecom.duty"].sudo()._prove_by_reports(self.sudo())
