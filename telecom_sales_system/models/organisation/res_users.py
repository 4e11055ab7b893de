from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models


class ResUsers(models.Model):
    """Users whose day is in their own time zone, else in that of the bureau."""

    _inherit = "res.users"

    def _get_telecom_zone(self):
        """Return the time zone of the screen, the user or the company, in this order.

        :return: a ``ZoneInfo``
        """
        self.ensure_one()
        name = self.env.context.get("tz") or self.tz
        return ZoneInfo(name) if name else self.env.company._get_telecom_zone()

    def _get_telecom_today(self):
        """Return today's date in the time zone of the user."""
        local = self.with_context(tz=self._get_telecom_zone().key)
        return fields.Date.context_today(local)

    def _get_telecom_day_span(self, day):
        """Return the first moment of a day and of the next day, in UTC.

        :param day: a date in the time zone of the user
        :return: two naive datetimes in UTC; a day may have 23 or 25 hours
        """
        zone = self._get_telecom_zone()
        return tuple(
            datetime.combine(date, time.min, zone).astimezone(UTC).replace(tzinfo=None)
            for date in (day, day + timedelta(days=1))
        )
