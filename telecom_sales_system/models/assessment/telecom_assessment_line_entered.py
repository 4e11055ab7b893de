from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ENTERED = Domain("is_manual", "=", True) | Domain("objection_ids", "!=", False)
SHOWN = 5


class TelecomAssessmentLine(models.Model):
    """Scores by hand and objections: they go to the line of the next version of the
    scheme, and are never lost with a line."""

    _inherit = "telecom.assessment.line"

    @api.model
    def _find_entered_lines(self, domain):
        """Return the lines of a domain that are scored by hand or objected to."""
        return self.search(domain & ENTERED)

    def _move_to_scheme(self, scheme):
        """Make these lines of a scheme whose indicators were copied from theirs.

        Lines that the scheme has no indicator for stay as they are.
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
        """Refuse to remove lines that people entered something to.

        :raises UserError: there are any; it names them
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
