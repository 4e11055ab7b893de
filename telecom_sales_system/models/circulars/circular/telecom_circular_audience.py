from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...common.groups import ROLES
from .telecom_circular import ISSUED
from .telecom_sales_unit import TOLD

INBOX = "telecom_circular_inbox"


class TelecomCircular(models.Model):
    """Circular with its audience and receipts, which may change after the issue."""

    _inherit = "telecom.circular"

    audience_unit_ids = fields.Many2many(
        "telecom.sales.unit",
        "telecom_circular_audience_unit_rel",
        string="Units",
        check_company=True,
        compute="_compute_audience_unit_ids",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        ondelete="restrict",
        help="Their managers and salespeople receive it, and those of the units below.",
    )
    audience_user_ids = fields.Many2many(
        "res.users",
        "telecom_circular_audience_user_rel",
        string="Others",
        domain=[("share", "=", False)],
        tracking=True,
        help="Further people who receive it.",
        ondelete="restrict",
    )
    recipient_count = fields.Integer(string="Recipients", compute="_compute_receipts")
    acknowledged_count = fields.Integer(
        string="Acknowledged", compute="_compute_receipts"
    )
    acknowledged_rate = fields.Float(
        string="Share Acknowledged", compute="_compute_receipts"
    )
    receipt_ids = fields.One2many("telecom.circular.receipt", "circular_id")
    my_receipt_state = fields.Selection(
        [("unread", "Not Read"), ("read", "Read"), ("acknowledged", "Acknowledged")],
        string="My Receipt",
        compute="_compute_my_receipt_state",
        search="_search_my_receipt_state",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("unit_id")
    def _compute_audience_unit_ids(self):
        for circular in self:
            circular.audience_unit_ids = circular.unit_id

    @api.depends("receipt_ids.state", "receipt_ids.is_addressed", "state")
    @api.depends("audience_unit_ids", "audience_user_ids")
    def _compute_receipts(self):
        # sudo: counts of recipients, without their names
        receipts = self.env["telecom.circular.receipt"].sudo()
        counts = {
            circular: (total, acknowledged)
            for circular, total, acknowledged in receipts._read_group(
                [("circular_id", "in", self.ids), ("is_addressed", "=", True)],
                ["circular_id"],
                ["__count", "acknowledged_at:count"],
            )
        }
        for circular in self:
            total, acknowledged = counts.get(circular._origin, (0, 0))
            if circular.state not in ("issued", "superseded"):
                total = len(circular._get_unit_by_recipient())
            circular.recipient_count = total
            circular.acknowledged_count = acknowledged
            circular.acknowledged_rate = acknowledged / total if total else 0

    @api.depends_context("uid")
    @api.depends("receipt_ids.state", "receipt_ids.is_addressed")
    def _compute_my_receipt_state(self):
        # sudo: the own receipt, also where the circular alone is shared
        mine = self.env["telecom.circular.receipt"].sudo()
        mine = mine.search(
            [
                ("circular_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("is_addressed", "=", True),
            ]
        )
        states = {receipt.circular_id: receipt.state for receipt in mine}
        for circular in self:
            circular.my_receipt_state = states.get(circular._origin, False)

    def _search_my_receipt_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        receipts = self.env["telecom.circular.receipt"]
        mine = [
            ("user_id", "=", self.env.uid),
            ("is_addressed", "=", True),
            ("state", "in", list(value)),
        ]
        return [("receipt_ids", "in", receipts._search(mine))]

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("audience_user_ids")
    def _check_audience_users(self):
        for circular in self:
            for user in circular.sudo().audience_user_ids:
                if not any(map(user.has_group, ROLES)):
                    raise ValidationError(
                        self.env._(
                            "Circular %(circular)s, field Others: %(user)s has no role"
                            " in Telecom Sales and could not open it.",
                            circular=circular.display_name,
                            user=user.name,
                        )
                    )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if not {"audience_unit_ids", "audience_user_ids"} & vals.keys():
            return super().write(vals)
        # The addressees are part of the paper that is reviewed and signed.
        self._check_state("draft", "issued")
        issued = self.filtered(lambda circular: circular.state == "issued")
        before = {circular: circular._get_audience() for circular in issued}
        result = super().write(vals)
        issued._check_recipients()
        for circular, audience in before.items():
            circular._sync_receipts(*audience)
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_acknowledge(self):
        """Acknowledge the receipt of circulars that the user was sent."""
        self.check_access("read")
        for circular in self:
            if not circular.my_receipt_state:
                raise UserError(
                    self.env._(
                        "Circular %s was not sent to you; there is nothing to"
                        " acknowledge.",
                        circular.display_name,
                    )
                )
        self._mark_own_receipts("acknowledged")

    def mark_read(self):
        """Mark the user's own receipts of the circulars as read."""
        self.check_access("read")
        self._mark_own_receipts("read")

    @api.readonly
    def action_open_receipts(self):
        """Open the receipts of the circular."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_receipt_action"
        )
        return action | {
            "domain": [("circular_id", "=", self.id)],
            "context": {"search_default_pending": 1},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_counted_fields(self):
        # Whom the paper is addressed to is signed with it.
        addressees = {"audience_unit_ids", "audience_user_ids"}
        return super()._get_counted_fields() | addressees

    def _add_author(self):
        # Recipients may change after the issue; what was signed does not.
        unissued = self.filtered(lambda circular: circular.state not in ISSUED)
        return super(TelecomCircular, unissued)._add_author()

    def _get_audience(self):
        """Return the addressed units with all units below them, and the other users."""
        # sudo: a unit's circular may go to people whom its author does not see
        circular = self.sudo()
        units = circular.audience_unit_ids._origin
        units = units.search([("id", "child_of", units.ids)])
        return units, circular.audience_user_ids._origin

    def _get_unit_by_recipient(self):
        """Return the recipients as of today, with their units: ``{user: unit}``."""
        return self._find_unit_by_user(*self._get_audience())

    def _find_unit_by_user(self, units, users):
        """Return the people of units today, and other users: ``{user: unit}``."""
        # sudo: a unit's circular may go to people whom its author does not see
        people = self.env["telecom.salesperson"].sudo()
        people = people.search(
            [("unit_id", "in", units.ids), *people._get_at_work_domain()]
        )
        found = {unit.manager_id: unit for unit in reversed(units) if unit.manager_id}
        found |= {person.user_id: person.unit_id for person in people}
        for user in users:
            found.setdefault(user, units.browse())
        return {user: unit for user, unit in found.items() if user.active}

    def _check_recipients(self):
        for circular in self:
            if not circular._get_unit_by_recipient():
                raise UserError(
                    self.env._(
                        "Circular %s, field Units: nobody would receive it. Choose"
                        " units with people, or others.",
                        circular.display_name,
                    )
                )

    def _sync_receipts(self, units, users):
        """Update the receipts after a change of the audience.

        An added user gets a receipt. A removed user loses a receipt that was never
        read; a receipt that was read stays, but is no longer addressed. Users who
        joined or left a unit since the issue keep what they have.

        :param units: units of the audience before, as ``_get_audience`` returns them
        :param users: other users of the audience before
        """
        units_now, users_now = self._get_audience()
        added = self._find_unit_by_user(units_now - units, users_now - users)
        before = users.union(*self._find_unit_by_user(units, users))
        wanted = self._find_unit_by_user(units_now, users_now)
        now = users_now.union(*wanted)
        # sudo: users cannot write receipts, only methods of the circular can
        receipts = self.env["telecom.circular.receipt"].sudo()
        present = receipts.search([("circular_id", "=", self.id)])
        gone = present.filtered(
            lambda r: (
                r.is_addressed
                and (r.unit_id in units or r.user_id in before)
                and not (r.unit_id in units_now or r.user_id in now)
            )
        )
        never_read = gone.filtered(lambda r: not r.read_at)
        (gone - never_read).is_addressed = False
        gone._remove_reminders()
        never_read.unlink()
        again = (present - never_read).filtered(lambda r: r.user_id in added)
        again.is_addressed = True
        # The creation of a receipt needs no message in its chatter.
        fresh = receipts.with_context(tracking_disable=True).create(
            [
                {
                    "circular_id": self.id,
                    "user_id": user.id,
                    "unit_id": wanted[user].id,
                }
                for user in now.browse().union(*added) - again.user_id
            ]
        )
        self._notify_recipients(fresh)

    def _mark_own_receipts(self, until):
        """Mark the user's own receipts as read or acknowledged."""
        # sudo: only the moment is written, on the user's own receipts
        mine = self.env["telecom.circular.receipt"].sudo()
        mine.search(
            [("circular_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )._mark_reached(until)

    def _send_to_recipients(self):
        """Create the receipts, notify the recipients and post to the units."""
        for circular in self:
            circular._sync_receipts(
                self.env["telecom.sales.unit"], self.env["res.users"]
            )
            circular._post_to_units()

    def _notify_recipients(self, receipts):
        """Notify new recipients in Odoo and by e-mail, with the PDF."""
        partners = receipts.user_id.partner_id
        if not partners:
            return
        self._get_pdf_content()  # no letter goes out without it
        # sudo: the issuer need not have access to the template and the recipients
        template = self.env.ref("telecom_sales_system.mail_template_circular").sudo()
        self.sudo().with_context(**{INBOX: True}).message_notify(
            partner_ids=partners.ids,
            subject=self.display_name,
            body=template._render_field("body_html", self.ids, compute_lang=True)[
                self.id
            ],
            author_id=self.env.user.partner_id.id,
            attachment_ids=self.pdf_attachment_id.ids,
            notify_author=True,
        )
        template.send_mail(
            self.id,
            email_values={
                "recipient_ids": [(6, 0, partners.ids)],
                "attachment_ids": [(6, 0, self.pdf_attachment_id.ids)],
            },
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Deliver notices of an issue in Odoo, also to users who prefer e-mail."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if self.env.context.get(INBOX):
            recipients = [{**row, "notif": "inbox"} for row in recipients]
        return recipients

    def _post_to_units(self):
        """Post the circular to its units, and to units below that have followers.

        Each person is notified once, as a recipient or as a follower of some units.
        """
        # sudo: the issuer need not have the right to see or change the units
        own = self.sudo().audience_unit_ids | self.sudo().unit_id
        told = self.sudo().receipt_ids.user_id.partner_id
        for unit in own.search([("id", "child_of", own.ids)], order="parent_path"):
            if unit in own or unit.message_partner_ids - told:
                message = self._post_to_unit(unit, told)
                told |= message.notified_partner_ids

    def _post_to_unit(self, unit, told):
        """Post the circular with a copy of its PDF to a unit.

        :param told: partners who are notified already
        :return: the message
        """
        link = Markup("<a href='/odoo/telecom-circulars/%s'>%s</a>") % (
            self.id,
            self.display_name,
        )
        copy = self.sudo().pdf_attachment_id.copy(
            {"res_model": unit._name, "res_id": unit.id}
        )
        return unit.with_context(**{TOLD: frozenset(told.ids)}).message_post(
            body=self.env._("Circular issued: %s", link),
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
            attachment_ids=copy.ids,
        )
