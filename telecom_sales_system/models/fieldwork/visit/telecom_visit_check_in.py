from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....tools.distance import metres_between

KILOMETRE = 1000


class TelecomVisit(models.Model):
    """Position of a visit, sent once by its salesperson and never tracked."""

    _inherit = "telecom.visit"

    checked_in_at = fields.Datetime(readonly=True, copy=False)
    latitude = fields.Float(digits=(10, 7), readonly=True, copy=False)
    longitude = fields.Float(digits=(10, 7), readonly=True, copy=False)
    check_in_text = fields.Char(
        string="Position",
        compute="_compute_check_in_text",
        help="How far from the client's address the salesperson checked in.",
    )
    can_locate_client = fields.Boolean(compute="_compute_check_in_text")

    @api.depends("checked_in_at", "latitude", "longitude", "partner_id")
    @api.depends_context("uid")
    def _compute_check_in_text(self):
        checked_in = self.filtered("checked_in_at")
        # Whoever may not read a client is told nothing about where it is: distances
        # from several places nearby would give its address away.
        seen = checked_in.partner_id.sudo(False)._filtered_access("read")
        for visit in self:
            visit.check_in_text = False
            visit.can_locate_client = False
            if visit in checked_in and visit.partner_id.sudo(False) in seen:
                visit.check_in_text = visit._describe_position()
                visit.can_locate_client = not any(visit._get_client_position())
            elif visit in checked_in:
                visit.check_in_text = self.env._("checked in")

    def action_locate_client(self):
        """Set the position of a client without one to that of the check-in.

        :raises AccessError: the user may not read the client
        :raises UserError: the visit has no check-in, or the client has a position
        """
        self.ensure_one()
        self.check_access("write")
        self.partner_id.sudo(False).check_access("read")
        if not self.checked_in_at:
            raise UserError(
                self.env._(
                    "Visit %s has no check-in yet. Check in at the client's first.",
                    self.display_name,
                )
            )
        if any(self._get_client_position()):
            raise UserError(
                self.env._(
                    "Visit %s: the client has a position already. The customer service"
                    " department can change it on the client's form.",
                    self.display_name,
                )
            )
        # sudo: salespeople may not change clients, except for a missing position
        client = self.sudo().client_id
        client.write(
            {"partner_latitude": self.latitude, "partner_longitude": self.longitude}
        )
        client.message_post(
            body=self.env._(
                "Position taken from the check-in of %s.", self.env.user.name
            )
        )

    def action_check_in(self, latitude, longitude):
        """Record the position of a visit, once and only by its salesperson.

        :param latitude: degrees north, -90 to 90
        :param longitude: degrees east, -180 to 180
        :return: the text that the screen shows
        :raises AccessError: it is somebody else's visit
        :raises UserError: it is checked in already, or there is no such place
        """
        self.ensure_one()
        self.check_access("write")
        if self.salesperson_id.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Visit %s: only its salesperson checks in.", self.display_name
                )
            )
        if self.checked_in_at:
            raise UserError(
                self.env._("Visit %s is checked in already.", self.display_name)
            )
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise UserError(
                self.env._(
                    "Visit %s: there is no such position. Tap again outdoors.",
                    self.display_name,
                )
            )
        self._set_guarded_fields(
            {
                "checked_in_at": fields.Datetime.now(),
                "latitude": latitude,
                "longitude": longitude,
            }
        )
        return self.check_in_text

    def _describe_position(self):
        there = self._get_client_position()
        if not any(there):
            return self.env._("checked in; the client's address has no position")
        metres = metres_between((self.latitude, self.longitude), there)
        if metres < KILOMETRE:
            return self.env._("%s m from the client's address", round(metres))
        return self.env._(
            "%s km from the client's address", round(metres / KILOMETRE, 1)
        )

    def _get_client_position(self):
        """Return (latitude, longitude) of the contact, else of its firm, else zeros."""
        # sudo: the client's address may be closed to whoever inspects the visit
        contact = self.sudo().partner_id
        places = [
            (partner.partner_latitude, partner.partner_longitude)
            for partner in (contact, contact.commercial_partner_id)
        ]
        return next(filter(any, places), (0, 0))
