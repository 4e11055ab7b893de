from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from ..kept_rows import check_ondelete

# What a message says, and who says it when about what
SAID = frozenset(
    {"body", "subject", "date", "author_id", "author_guest_id", "email_from"}
    | {"message_type", "subtype_id", "is_internal", "parent_id", "model", "res_id"}
    | {"tracking_value_ids", "attachment_ids", "create_date", "create_uid"}
)
# Who says it, and where
SAID_BY = frozenset(
    {"author_id", "author_guest_id", "email_from", "model", "res_id"}
    | {"tracking_value_ids"}
)
ADDONS = "telecom."


class MailMessage(models.Model):
    """Messages; what the program logged of decisions stays in the log as it is.

    Odoo lets everybody who may write a record rewrite and delete its log. Of records of
    Odoo (clients, orders), messages that are about no decision of ours stay Odoo's.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        # The values of a log are created apart, under sudo.
        has_log = [bool(vals.get("tracking_value_ids")) for vals in vals_list]
        messages = super().create(vals_list)
        if not self.env.su:
            for message, is_log in zip(messages, has_log, strict=True):
                message._check_own_words(is_log)
        return messages

    def write(self, vals):
        if not (self.env.su or SAID.isdisjoint(vals)):
            self._check_no_log_of_decisions()
        result = super().write(vals)
        if not (self.env.su or SAID_BY.isdisjoint(vals)):
            for message in self:
                message._check_own_words(bool(vals.get("tracking_value_ids")))
        return result

    @check_ondelete
    def _unlink_except_log_of_decisions(self):
        # A record is deleted with its log, which Odoo does as superuser.
        if not self.env.su:
            self._check_no_log_of_decisions()

    def _check_own_words(self, is_log):
        """Check that users say in their own name what they say on our records.

        Odoo lets whoever can post name any author, and make up a log of changes.

        :param is_log: values of changes come with it
        :raises AccessError: another author or address, or a log
        """
        message = self.sudo()  # sudo: also what the user cannot read
        if not (message.model or "").startswith(ADDONS):
            return
        user = self.env.user
        own = {email_normalize(user.email), email_normalize(user.partner_id.email)}
        address = message.email_from
        is_own_address = (
            not address
            or address == user.partner_id.email_formatted
            or email_normalize(address) in own - {False}
        )
        is_own = message.author_id == user.partner_id and not message.author_guest_id
        if is_log or not (is_own and is_own_address):
            raise AccessError(
                self.env._(
                    "%s: messages are written in your own name, and the log of changes"
                    " by the program only.",
                    message.record_name or self.env[message.model]._description,
                )
            )

    def _check_no_log_of_decisions(self):
        """Check that none of the messages was logged by the program.

        :raises AccessError: one was, on a record of which our addons log decisions
        """
        for message in self.sudo():  # sudo: also what the user cannot read
            if message._is_log_of_decision():
                raise AccessError(
                    self.env._(
                        "%s: the log says who decided what, and stays as it is. Write"
                        " a note of your own below it.",
                        message.record_name or self.env[message.model]._description,
                    )
                )

    def _is_log_of_decision(self):
        """Return whether the program logged a decision of ours by the message."""
        self.ensure_one()
        thread = self.env.get(self.model)
        if self.message_type != "notification" or not hasattr(thread, "_has_decisions"):
            return False
        if thread._name.startswith("telecom."):
            return thread._has_decisions()
        names = self.tracking_value_ids.field_id.mapped("name")
        if thread._has_tracked_field(names):
            return True
        # What is logged without values is logged with the row of the decision.
        record = thread.browse(self.res_id).exists()
        return self.create_date in record._get_decision_times()
