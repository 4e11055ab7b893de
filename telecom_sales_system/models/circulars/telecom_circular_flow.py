from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

LEADER = "telecom_sales_system.group_telecom_leader"


class TelecomCircularFlow(models.AbstractModel):
    """Steps of a circular: drafted, reviewed, signed by another person, issued."""

    _name = "telecom.circular.flow"
    _description = "Steps of a Circular"

    author_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    author_ids = fields.Many2many(
        "res.users",
        string="Written by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Everybody who changed the draft; none of them may sign it.",
    )
    can_sign = fields.Boolean(
        compute="_compute_can_sign",
        help="The circular is reviewed and you may sign it.",
    )
    reviewed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    signed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    signed_on = fields.Date(readonly=True, copy=False)
    signed_digest = fields.Char(
        readonly=True, copy=False, help="Digest of what the signatory saw."
    )
    issued_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    issued_at = fields.Datetime(readonly=True, copy=False)

    def action_review(self):
        """Declare drafts ready for signature.

        :raises UserError: no draft, no text, a source that may still change, or figures
            that have changed since they were taken
        """
        self._check_state("draft")
        for circular in self:
            circular._get_filled_texts()
            circular._check_complete()
            self.env["telecom.circular.source"]._check_final_figures(circular)
            before = circular.figures
            circular._take_figures()
            if circular.figures != before:
                raise UserError(
                    self.env._(
                        "Circular %s: the figures have changed since the draft was"
                        " made. Refresh it and read it again.",
                        circular.display_name,
                    )
                )
        self._set_guarded({"state": "reviewed", "reviewed_by_id": self.env.uid})
        self._ask_for_signature()

    def _check_complete(self):
        words = self._get_filled_texts()
        for name in ("heading", "title", "body"):
            if not words[name]:
                raise UserError(
                    self.env._(
                        "Circular %(circular)s, field %(field)s: it is empty.",
                        circular=self.display_name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        self._check_recipients()

    def action_sign(self):
        """Sign reviewed circulars.

        A leader signs; a unit's own circular may also be signed by a manager of the
        unit or of one above it. Authors cannot sign their own circulars.

        :raises AccessError: the user may not sign one of them
        """
        self._check_state("reviewed")
        for circular in self:
            circular._check_signatory()
            circular._set_guarded(
                {
                    "state": "signed",
                    "signed_by_id": self.env.uid,
                    "signed_on": circular.company_id._get_telecom_circular_today(),
                    "signed_digest": circular._get_signature_digest(),
                }
            )
        self._ask_for_issue()

    @api.depends("state", "unit_id", "author_id", "author_ids")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for circular in self:
            circular.can_sign = (
                circular.state == "reviewed"
                and not circular._is_written_by_me()
                and circular._may_sign()
            )

    def _is_written_by_me(self):
        # sudo: an author may be of another unit
        return self.env.user in self.author_id | self.sudo().author_ids

    def _may_sign(self):
        """Return whether the user's role allows signing, regardless of the authors."""
        managers = self.unit_id.sudo().supervisor_ids
        is_own = self.unit_id.kind != "city" and self.env.user in managers
        return is_own or self.env.user.has_group(LEADER)

    def _check_signatory(self):
        if self._is_written_by_me():
            raise AccessError(
                self.env._(
                    "Circular %s: you wrote it or changed it, so somebody else has to"
                    " sign it.",
                    self.display_name,
                )
            )
        if not self._may_sign():
            raise AccessError(
                self.env._(
                    "Circular %s: leaders sign circulars, and managers those of their"
                    " own units.",
                    self.display_name,
                )
            )

    @api.readonly
    def action_open_return(self):
        """Open the dialog that asks for the reason to send circulars back."""
        self._check_state("reviewed", "signed")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_return_action"
        )
        return action | {"context": {"default_circular_ids": self.ids}}

    def _return_to_draft(self, reason):
        """Send circulars back to their authors and keep the reason in the chatter."""
        self._check_state("reviewed", "signed")
        self._set_guarded(
            {
                "state": "draft",
                "reviewed_by_id": False,
                "signed_by_id": False,
                "signed_on": False,
                "signed_digest": False,
            }
        )
        self._remove_step_activities()
        for circular in self:
            circular.message_post(
                body=self.env._("Sent back: %s", reason),
                partner_ids=circular.author_id.partner_id.ids,
            )

    def action_issue(self):
        """Number, seal and print circulars, and send them to their recipients.

        :raises UserError: a circular is not signed, or has changed since
        """
        self._check_state("signed")
        for circular in self:
            circular.check_access("write")
            circular._check_recipients()
            circular._check_unchanged_since_signing()
            circular._seal_and_print()
            # sudo: only the issue of its successor can change an issued circular
            old = circular.supersedes_id.sudo()
            old.write({"state": "superseded"})
            old.receipt_ids._remove_reminders()
            circular._send_to_recipients()
        self._remove_step_activities()
        # sudo: the issue fulfils the duty, even if the user cannot write duties
        self.env["telecom.duty"].sudo()._prove_by_circulars(self)

    def _check_unchanged_since_signing(self):
        if self._get_signature_digest() != self.signed_digest:
            raise UserError(
                self.env._(
                    "Circular %s has changed since it was signed. Send it back to its"
                    " author.",
                    self.display_name,
                )
            )
        if self.supersedes_id.state == "superseded":
            raise UserError(
                self.env._(
                    "Circular %(circular)s, field Supersedes: %(old)s is superseded"
                    " already.",
                    circular=self.display_name,
                    old=self.supersedes_id.display_name,
                )
            )

    def _check_state(self, *allowed):
        states = dict(self._fields["state"]._description_selection(self.env))
        for circular in self:
            if circular.state not in allowed:
                raise UserError(
                    self.env._(
                        "Circular %(circular)s is “%(state)s”; this step needs"
                        " “%(allowed)s”.",
                        circular=circular.display_name,
                        state=states[circular.state],
                        allowed=format_list(
                            self.env, [states[state] for state in allowed], "or"
                        ),
                    )
                )
