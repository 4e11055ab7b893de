from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...common.kept_rows import check_ondelete, keep_rows

REACHED = {"read": ("read_at",), "acknowledged": ("read_at", "acknowledged_at")}
BATCH = 500


class TelecomCircularReceipt(models.Model):
    """Receipt of a circular by a person, who reads and acknowledges it (签收)."""

    _name = "telecom.circular.receipt"
    _description = "Receipt of a Circular"
    _inherit = ["mail.thread", "mail.activity.mixin", "telecom.guarded.mixin"]
    _order = "issued_on desc, id desc"

    circular_id = fields.Many2one(
        "telecom.circular",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recipient",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        readonly=True,
        index=True,
        help="The unit of the recipient when the circular was sent.",
    )
    company_id = fields.Many2one(related="circular_id.company_id", store=True)
    issued_on = fields.Date(related="circular_id.issued_on", store=True)
    kind = fields.Selection(related="circular_id.kind", store=True)
    sent_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    read_at = fields.Datetime(readonly=True)
    acknowledged_at = fields.Datetime(readonly=True)
    reminded_on = fields.Date(string="Last Reminded on", readonly=True)
    is_addressed = fields.Boolean(
        string="Still Addressed",
        default=True,
        readonly=True,
        help="Off: the recipient was removed from the list after reading the circular.",
    )
    state = fields.Selection(
        [("unread", "Not Read"), ("read", "Read"), ("acknowledged", "Acknowledged")],
        compute="_compute_state",
        store=True,
        index=True,
    )

    _circular_user_uniq = models.Constraint(
        "UNIQUE (circular_id, user_id)",
        "A person has one receipt of a circular.",
    )

    @api.depends("read_at", "acknowledged_at")
    def _compute_state(self):
        for receipt in self:
            receipt.state = (
                "acknowledged"
                if receipt.acknowledged_at
                else "read"
                if receipt.read_at
                else "unread"
            )

    @api.depends("circular_id", "user_id")
    def _compute_display_name(self):
        for receipt in self:
            # sudo: who may read the receipt may read the names in it
            who = receipt.user_id.sudo().name
            what = receipt.circular_id.sudo().display_name
            receipt.display_name = f"{what} · {who}"

    def init(self):
        """Create the database trigger that protects acknowledgements."""
        keep_rows(
            self,
            lambda row: SQL("%s.acknowledged_at IS NOT NULL", row),
            ["circular_id", "user_id", "read_at", "acknowledged_at"],
        )
        return super().init()

    @check_ondelete
    def _unlink_never_read(self):
        for receipt in self:
            if receipt.read_at:
                raise UserError(
                    self.env._(
                        "Receipt %s was read and cannot be deleted.",
                        receipt.display_name,
                    )
                )

    def action_open_circular(self):
        """Open the circular, which marks the user's own receipt as read."""
        self.ensure_one()
        self.check_access("read")
        self.circular_id.mark_read()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.circular",
            "res_id": self.circular_id.id,
            "views": [(False, "form")],
        }

    def _mark_reached(self, until):
        """Record the moment of reading or acknowledging, once.

        An acknowledgement also completes the reminder.

        :param until: ``read`` or ``acknowledged``
        """
        now = fields.Datetime.now()
        for receipt in self:
            missing = [name for name in REACHED[until] if not receipt[name]]
            if missing:
                receipt.write(dict.fromkeys(missing, now))
        if until == "acknowledged":
            self.activity_ids.action_feedback()

    def _cron_remind(self):
        """Remind late recipients, a batch at a time."""
        due = self._find_due_for_reminder()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            batch._schedule_reminders()
            cron._commit_progress(len(batch))

    def _find_due_for_reminder(self):
        """Return receipts to remind: not acknowledged within the company's days."""
        due = self
        companies = self.env["res.company"]
        for company in companies.search([("telecom_circular_reminder_days", ">", 0)]):
            days = company.telecom_circular_reminder_days
            before = company._telecom_today() - timedelta(days=days)
            due += self.search(
                [
                    ("company_id", "=", company.id),
                    ("circular_id.state", "=", "issued"),
                    ("acknowledged_at", "=", False),
                    ("is_addressed", "=", True),
                    ("user_id.active", "=", True),
                    "|",
                    "&",
                    ("reminded_on", "=", False),
                    ("issued_on", "<=", before),
                    ("reminded_on", "<=", before),
                ]
            )
        return due

    def _schedule_reminders(self):
        """Schedule a reminder activity; replace one that is still open."""
        self.activity_ids.unlink()
        for receipt in self:
            today = receipt.company_id._telecom_today()
            # No e-mails: the recipient's list of activities shows them all.
            quiet = receipt.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(
                "telecom_sales_system.mail_activity_type_acknowledge",
                date_deadline=today,
                summary=receipt.circular_id.display_name,
                user_id=receipt.user_id.id,
            )
            receipt.reminded_on = today

    def _remove_reminders(self):
        """Remove reminders that are no longer needed."""
        self.activity_ids.unlink()
