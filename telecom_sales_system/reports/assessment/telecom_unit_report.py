from base64 import b64encode

from odoo import models

from ...models.assessment.unit_report.telecom_unit_report_check import BadFormError


class TelecomUnitReport(models.Model):
    """Monthly reports that come back with their errors marked."""

    _inherit = "telecom.unit.report"

    def submit_or_mark(self, data, name):
        """Store a filled-in workbook, or return it with its errors marked.

        :return: an empty dict if it was stored, else ``message`` and the marked
            ``file`` (base64) with its ``name``
        :raises UserError: the report accepts no files any more, or it is no template
        """
        try:
            self.submit_file(data, name)
        except BadFormError as error:
            problems = error.form[1].problems
            marked = self.env["telecom.unit.report.workbook"]._build_marked_workbook(
                self, *error.form
            )
            return {
                "message": self.env._(
                    "The report was not taken: %s places to correct. They are marked in"
                    " the file that was just downloaded; correct them there and send"
                    " that file.",
                    len(problems),
                ),
                "file": b64encode(marked).decode(),
                "name": self.env._("Monthly Report %s to Correct", self.display_name),
            }
        return {}
