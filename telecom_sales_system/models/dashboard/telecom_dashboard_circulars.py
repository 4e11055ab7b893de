from odoo import fields, models

from .telecom_dashboard_tiles import MANAGER, SHOWN

SERVICE = "telecom_sales_system.group_telecom_service"
LEADER = "telecom_sales_system.group_telecom_leader"


class TelecomDashboard(models.AbstractModel):
    """The tiles of circulars to review, to sign, to issue and to acknowledge."""

    _inherit = "telecom.dashboard"

    def _get_tiles(self, today):
        return [
            *super()._get_tiles(today),
            self._get_tile_circulars_to_go_on(),
            self._get_tile_circulars_to_sign(),
            self._get_tile_circulars_to_acknowledge(),
        ]

    def _get_tile_circulars_to_go_on(self):
        """Return the department's tile of drafts to review and circulars to issue."""
        if not self.env.user.has_group(SERVICE):
            return None
        circulars = self.env["telecom.circular"]
        domain = [
            ("state", "in", ("draft", "signed")),
            ("company_id", "=", self.env.company.id),
        ]
        signed = circulars.search_count([*domain, ("state", "=", "signed")])
        title = self.env._("Circulars to Review or Issue")
        # Those that are signed first
        first = circulars.search(domain, order="state desc, id", limit=SHOWN)
        states = dict(circulars._fields["state"]._description_selection(self.env))
        return self._prepare_tile(
            "circulars_to_go_on",
            title,
            "fa-file-text-o",
            str(circulars.search_count(domain)),
            self._get_action("telecom_circular_action", domain, title),
            note=self.env._("%s signed", signed),
            alarm=bool(signed),
            items=[
                {
                    "label": circular.shown_title,
                    "detail": states[circular.state],
                    "action": self._open_record(circular),
                }
                for circular in first
            ],
        )

    def _get_tile_circulars_to_sign(self):
        """Return the tile of reviewed circulars that the user may sign."""
        user = self.env.user
        if not (user.has_group(LEADER) or user.has_group(MANAGER)):
            return None
        circulars = self.env["telecom.circular"]
        domain = [
            ("state", "=", "reviewed"),
            ("author_id", "!=", user.id),
            ("author_ids", "not in", user.ids),
        ]
        if not user.has_group(LEADER):
            domain += [
                ("unit_id.kind", "!=", "city"),
                ("unit_id.supervisor_ids", "in", user.ids),
            ]
        count = circulars.search_count(domain)
        first = circulars.search(domain, order="id", limit=SHOWN)
        return self._prepare_tile(
            "circulars_to_sign",
            self.env._("Circulars to Sign"),
            "fa-pencil",
            str(count),
            self._get_action(
                "telecom_circular_action", domain, self.env._("Circulars to Sign")
            ),
            alarm=bool(count),
            items=[
                {
                    "label": circular.shown_title,
                    "detail": circular.unit_id.sudo().name,
                    "action": self._open_record(circular),
                }
                for circular in first
            ],
        )

    def _get_tile_circulars_to_acknowledge(self):
        receipts = self.env["telecom.circular.receipt"]
        domain = [
            ("user_id", "=", self.env.uid),
            ("acknowledged_at", "=", False),
            ("is_addressed", "=", True),
            ("circular_id.state", "=", "issued"),
        ]
        waiting = receipts.search(domain, order="issued_on, id")
        return self._prepare_tile(
            "circulars",
            self.env._("Circulars to Acknowledge"),
            "fa-envelope-open-o",
            str(len(waiting)),
            self._get_action("telecom_circular_receipt_action_mine", domain),
            note=self.env._(
                "%s not read", len(waiting.filtered(lambda r: r.state == "unread"))
            ),
            alarm=bool(waiting),
            items=[
                {
                    "label": receipt.circular_id.display_name,
                    "detail": fields.Date.to_string(receipt.issued_on),
                    "action": self._open_record(receipt.circular_id),
                }
                for receipt in waiting[:SHOWN]
            ],
        )
