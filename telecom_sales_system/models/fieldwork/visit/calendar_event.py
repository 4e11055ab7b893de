from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...common.groups import INTERNAL_USER
from ...common.kept_rows import check_ondelete
from ...common.telecom_calendar_mixin import FROM_ENTRY, FROM_RECORD, INSIDE

TIME_FIELDS = frozenset(
    {"start", "stop", "duration", "allday", "start_date", "stop_date"}
)


class CalendarEvent(models.Model):
    """Calendar entry of a visit.

    Moving or removing the entry moves or cancels the visit, and needs the right to
    change it.
    """

    _inherit = "calendar.event"

    visit_ids = fields.One2many(
        "telecom.visit", "event_id", string="Visits", groups=INTERNAL_USER
    )

    def write(self, vals):
        if self.env.context.get(FROM_RECORD) is INSIDE:
            return super().write(vals)
        moves = bool(TIME_FIELDS & vals.keys())
        if moves or {"active", "recurrency"} & vals.keys():
            self._check_visits(moves, vals.get("recurrency"))
        # Odoo changes the dictionary of values, which is the caller's.
        active = vals.get("active")
        result = super().write(vals)
        if moves:
            self._move_visits()
        if active is not None:
            self._resume_visits() if active else self._cancel_visits()
        return result

    @check_ondelete
    def _unlink_cancels_visits(self):
        if self.env.context.get(FROM_RECORD) is not INSIDE:
            self._check_visits()
            self._cancel_visits()

    def _check_visits(self, moves=False, recurs=False):
        """Refuse changes of entries that their visits do not allow.

        :param moves: whether the time changes
        :param recurs: whether the entry is to recur
        :raises AccessError: the user may not change one of the visits
        :raises UserError: a visit that took place would move, or a visit would recur
        """
        # sudo: whether there is a visit behind the entry is checked for everybody
        visits = self.sudo().visit_ids.sudo(self.env.su)
        if not visits:
            return
        for visit in visits - visits._filtered_access("write"):
            raise AccessError(
                self.env._(
                    "Visit %s: only people who may change the visit can move or remove"
                    " its calendar entry. Ask its salesperson.",
                    visit.sudo().display_name,
                )
            )
        if recurs:
            raise UserError(
                self.env._(
                    "Visit %s: a visit cannot recur. Enter the following visit as its"
                    " next step, or plan a week.",
                    visits[0].display_name,
                )
            )
        if moves:
            visits._check_not_final()

    def _move_visits(self):
        # sudo: the right to change the visit was checked before
        for visit in self.sudo().visit_ids.with_context(**{FROM_ENTRY: INSIDE}):
            event = visit.event_id
            start, stop = event.start, event.stop
            if event.allday:
                # An all-day entry has no time of day, so the visit keeps its own.
                start = visit._get_start_on_day(event.start_date)
                stop = start + (visit.stop - visit.start)
            visit.write({"start": start, "stop": stop})

    def _cancel_visits(self):
        """Cancel the planned visits of removed entries. Visits that took place stay."""
        # sudo: the right to change the visit was checked before
        visits = self.sudo().visit_ids.filtered(lambda v: v.state == "planned")
        visits.with_context(**{FROM_ENTRY: INSIDE}).write(
            {"state": "cancelled", "done_at": False}
        )

    def _resume_visits(self):
        """Plan cancelled visits again when their entries are restored."""
        # sudo: the right to change the visit was checked before
        visits = self.sudo().visit_ids.filtered(lambda v: v.state == "cancelled")
        visits.with_context(**{FROM_ENTRY: INSIDE}).state = "planned"
