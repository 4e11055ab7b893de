from odoo import api, fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    visit_ids = fields.One2many("telecom.visit", "event_id", string="Visits")

    def write(self, vals):
        result = super().write(vals)
        if not self.env.context.get("event_from_visit"):
            if {"start", "stop"} & vals.keys():
                self._move_visits()
            if "active" in vals:
                self._resume_visits() if vals["active"] else self._cancel_visits()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_cancels_visits(self):
        if not self.env.context.get("event_from_visit"):
            self._cancel_visits()

    def _move_visits(self):
        # sudo: who may move the entry on the calendar moves the visit with it
        for visit in self.sudo().visit_ids.with_context(visit_from_event=True):
            event = visit.event_id
            start, stop = event.start, event.stop
            if event.allday:
                # An entry of a whole day has a date and no time: the visit keeps its.
                start = visit._at_same_hour(event.start_date)
                stop = start + (visit.stop - visit.start)
            visit.write({"start": start, "stop": stop})

    def _cancel_visits(self):
        """A visit taken off the calendar is cancelled; one that took place stays."""
        # sudo: who may take the entry off the calendar cancels the visit with it
        visits = self.sudo().visit_ids.filtered(lambda v: v.state == "planned")
        visits.with_context(visit_from_event=True).state = "cancelled"

    def _resume_visits(self):
        """A cancelled visit whose entry is taken back to the calendar is planned."""
        # sudo: as when it was taken off
        visits = self.sudo().visit_ids.filtered(lambda v: v.state == "cancelled")
        visits.with_context(visit_from_event=True).state = "planned"
