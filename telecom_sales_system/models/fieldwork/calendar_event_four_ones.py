from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL

UTC = ZoneInfo("UTC")


class CalendarEvent(models.Model):
    """Meetings counted for the "four ones", and written into sales logs."""

    _inherit = "calendar.event"

    @api.model
    def _count_held_meetings(self, units, date_from, date_to, kinds=None):
        """Count the meetings that each unit held itself, in one query.

        :param date_from: first day, in the time zone of the unit's company
        :param date_to: last day, included
        :param kinds: kinds of meetings, all if None
        :return: ``{unit_id: {kind: count}}``, without kinds that were not held
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT event.telecom_unit_id, event.telecom_meeting_kind, COUNT(*)
                  FROM calendar_event event
                  JOIN telecom_sales_unit u ON u.id = event.telecom_unit_id
                  JOIN res_company c ON c.id = u.company_id
                  JOIN res_partner contact ON contact.id = c.partner_id
                 WHERE u.id = ANY (%(units)s) AND event.active AND event.telecom_is_held
                       AND event.telecom_meeting_kind = ANY (%(kinds)s)
                       AND CASE WHEN event.allday THEN event.start_date ELSE
                           (event.start AT TIME ZONE 'UTC' AT TIME ZONE
                            COALESCE(contact.tz, 'UTC'))::date END
                           BETWEEN %(date_from)s AND %(date_to)s
              GROUP BY event.telecom_unit_id, event.telecom_meeting_kind
                """,
                units=units.ids,
                kinds=list(kinds or self._get_telecom_meeting_kinds()),
                date_from=date_from,
                date_to=date_to,
            )
        )
        held = {unit.id: {} for unit in units}
        for unit_id, kind, count in rows:
            held[unit_id][kind] = count
        return held

    @api.model
    def _get_held_meetings_evidence(self, unit, date_from, date_to, kinds=None):
        """Return ``(model, domain)`` of what ``_count_held_meetings`` counted."""
        zone = unit.sudo().company_id._get_telecom_zone()
        first, last = (
            datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)
            for day in (date_from, date_to + timedelta(days=1))
        )
        return "calendar.event", [
            ("telecom_unit_id", "=", unit.id),
            (
                "telecom_meeting_kind",
                "in",
                list(kinds or self._get_telecom_meeting_kinds()),
            ),
            ("telecom_is_held", "=", True),
            "|",
            "&",
            ("allday", "=", True),
            "&",
            ("start_date", ">=", date_from),
            ("start_date", "<=", date_to),
            "&",
            ("allday", "=", False),
            "&",
            ("start", ">=", first),
            ("start", "<", last),
        ]

    @api.model
    def _get_telecom_meeting_kinds(self):
        # sudo: names of kinds are no secret
        return self.sudo()._fields["telecom_meeting_kind"].get_values(self.env)

    def _is_shown_in_sales_log(self):
        """Return whether the meeting appears in the sales logs of its participants."""
        return self.effective_privacy != "private" and not self.visit_ids

    def _get_attending_partners(self):
        """Return the partners who were present, or who did not decline if not held."""
        if self.telecom_is_held:
            return self.telecom_attended_ids
        declined = self.attendee_ids.filtered(lambda guest: guest.state == "declined")
        return self.partner_ids - declined.partner_id

    def _get_sales_log_text(self):
        """Return the name of the meeting, with its kind."""
        kinds = dict(
            self._fields["telecom_meeting_kind"]._description_selection(self.env)
        )
        kind = kinds.get(self.telecom_meeting_kind)
        return f"{self.name} ({kind})" if kind and kind != self.name else self.name
