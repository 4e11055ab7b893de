from odoo import api, fields, models
from odoo.tools import SQL

from ...common.groups import INTERNAL_USER
from ..contact.closed_fields import ClosedChar, ClosedText
from ..contact.contact_copies import CLIENT


class SenderChar(ClosedChar):
    """Address of the sender, which is closed where the sender is a hidden client."""

    def __get__(self, record, owner=None):
        if not record or record._is_open_to_all_clients():
            return super().__get__(record, owner)
        if record.is_of_hidden_sender:
            return False
        # sudo: the address of somebody whom the user may read, on a message he reads
        return super().__get__(record.sudo(), owner)

    def to_sql(self, model, alias):
        """Return the column, without the addresses of hidden clients."""
        if model._is_open_to_all_clients():
            return super().to_sql(model, alias)
        return SQL(
            "CASE WHEN NOT (%s) THEN %s END",
            model._get_hidden_sender_sql(alias),
            super().to_sql(model.sudo(), alias),
        )


class MailMessage(models.Model):
    """Messages whose text is read on the document, and whose addresses not always are.

    Colleagues and clients whom the reader may read keep theirs.
    """

    _inherit = "mail.message"

    email_from = SenderChar(prefetch=False)
    reply_to = ClosedChar(prefetch=False)
    incoming_email_to = ClosedText(prefetch=False)
    incoming_email_cc = ClosedChar(prefetch=False)
    is_of_hidden_sender = fields.Boolean(
        string="Sender Is Hidden",
        compute="_compute_is_of_hidden_sender",
        groups=INTERNAL_USER,
    )

    # The address is no dependency: what depends on it counts as a copy of it.
    @api.depends("author_id")
    @api.depends_context("uid")
    def _compute_is_of_hidden_sender(self):
        hidden = set()
        ids = []
        if not self.browse()._is_open_to_all_clients():
            # sudo: whether the author is a colleague, who hides nothing
            ids = self.filtered(
                lambda m: not m.author_id or m.sudo().author_id.partner_share
            )._origin.ids
        if ids:
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM mail_message message WHERE id = ANY(%s) AND %s",
                    ids,
                    self._get_hidden_sender_sql("message"),
                )
            )
            hidden = {message_id for [message_id] in rows}
        for message in self:
            message.is_of_hidden_sender = message._origin.id in hidden

    @api.model
    def _get_hidden_sender_sql(self, alias):
        """Return the SQL condition of messages of clients whom the user may not read.

        These are the authors, or, without one, those whose file has the address.
        """
        clients = self.env.user._get_readable_clients_domain()
        # sudo: the clients are searched by the rule itself; none is read
        partners = self.env[CLIENT].sudo().with_context(active_test=False)
        return SQL(
            """(%(author)s IS NOT NULL AND %(author)s IN %(hidden)s
                OR %(author)s IS NULL AND EXISTS (
                SELECT FROM res_partner partner
                 WHERE partner.id IN %(hidden)s
                   AND strpos(lower(%(email)s), lower(trim(
                       COALESCE(substring(%(sender)s FROM '<([^<>]*)>'), %(sender)s)
                       ))) > 0))
            """,
            author=SQL.identifier(
                alias, "author_id", to_flush=self._fields["author_id"]
            ),
            sender=SQL.identifier(
                alias, "email_from", to_flush=self._fields["email_from"]
            ),
            email=SQL.identifier(
                "partner", "email", to_flush=partners._fields["email"]
            ),
            hidden=partners._search(~clients).subselect(),
        )
