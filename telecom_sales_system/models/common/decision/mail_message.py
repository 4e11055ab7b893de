from odoo import models
from odoo.exceptions import AccessError

from ..kept_rows import check_ondelete

# What a message says, and who says it when about what
SAID = frozenset(
    {"body", "subject", "date", "author_id", "author_guest_id", "email_from"}
    | {"message_type", "subtype_id", "is_internal", "parent_id", "model", "res_id"}
    | {"tracking_value_ids", "attachment_ids", "create_date", "create_uid"}
)


class MailMessage(models.Model):
    """Messages; what the program logged of decisions stays in the log as it is.

    Odoo lets everybody who may write a record rewrite and delete its log.
    """

    _inherit = "mail.message"

    def write(self, vals):
        if not (self.env.su or SAID.isdisjoint(vals)):
            self._check_no_log_of_decisions()
        return super().write(vals)

    @check_ondelete
    def _unlink_except_log_of_decisions(self):
        # A record is deleted with its log, which Odoo does as superuser.
        if not self.env.su:
            self._check_no_log_of_decisions()

    def _check_no_log_of_decisions(self):
        """Check that none of the messages was logged by the program.

        :raises AccessError: one was, on a record of which our addons log decisions
        """
        for message in self.sudo():  # sudo: also what the user cannot read
            if message.message_type != "notification":
                continue
            thread = self.env.get(message.model)
            if thread is not None and getattr(thread, "_has_decisions", bool)():
                raise AccessError(
                    self.env._(
                        "%s: the log says who decided what, and stays as it is. Write"
                        " a note of your own below it.",
                        message.record_name or thread._description,
                    )
                )
