from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ENTERED = Domain("is_manual", "=", True) | Domain("objection_ids", "!=", False)
SHOWN = 5


class TelecomAssessmentLine(models.Model):
    """Scores by hand and objections, which move to the next version of the scheme and
    keep their line from being deleted."""

    _inherit = "telecom.assessment.line"

    @api.model
    def _find_entered_lines(self, domain):
        """Return the lines of a domain with a score by hand or an objection."""
        return self.search(domain & ENTERED)

    def _move_to_scheme(self, scheme):
        """Move lines to another version of their scheme, by their indicators' origin.

        Lines whose indicator has no copy in that version stay as they are.
        """
        copies = {
            indicator._get_first_version(): indicator
            for indicator in scheme.indicator_ids
        }
        for indicator, lines in self.grouped("indicator_id").items():
            copied = copies.get(indicator._get_first_version())
            if copied:
                lines.write({"indicator_id": copied.id, "scheme_id": scheme.id})

    def _refuse_removal(self):
        """Refuse to remove lines with a score by hand or an objection.

        :raises UserError: the recordset is not empty; the message names the lines
        """
        if self:
            raise UserError(
                self.env._(
                    "These lines of scorecards were scored by hand or objected to, and"
                    " the scheme would no longer have them:\n%s\nKeep their indicators"
                    " in the scheme: copy the version before to a new one.",
                    "\n".join(
                        f"{line.assessment_id.display_name}: {line.display_name}"
                        for line in self[:SHOWN]
                    ),
                )
            )
