from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class TelecomSalesLog(models.Model):
    """Parts of a sales log that come from records: meetings and visits.

    They follow the records while the log is a draft. They are kept as text once it is
    submitted, so that later changes of records do not alter a submitted log.
    """

    _inherit = "telecom.sales.log"

    meetings = fields.Text(
        compute="_compute_records",
        help="Meetings of the calendar, except private ones.",
    )
    visits = fields.Text(
        compute="_compute_records", help="Visits that were done in the period."
    )
    submitted_meetings = fields.Text(readonly=True, copy=False)
    submitted_visits = fields.Text(readonly=True, copy=False)

    @api.depends(
        "state",
        "date_from",
        "date_to",
        "salesperson_id",
        "submitted_meetings",
        "submitted_visits",
    )
    def _compute_records(self):
        drafts = self.filtered(
            lambda log: log.state == "draft" and log.salesperson_id and log.date_from
        )
        for log in self - drafts:
            log.meetings = log.submitted_meetings
            log.visits = log.submitted_visits
        if drafts:
            meetings, visits = (
                drafts._get_meeting_entries(),
                drafts._get_visit_entries(),
            )
        for log in drafts:
            partner = log.user_id.sudo().partner_id
            log.meetings = log._format_entries(meetings.get(partner, ()))
            log.visits = log._format_entries(visits.get(log.salesperson_id.sudo(), ()))

    def _get_utc_span(self):
        """Return the first and last moment of the logs, in UTC."""
        starts, stops = zip(
            *(
                log.company_id._telecom_day_span(log.date_from, log.date_to)
                for log in self
            ),
            strict=True,
        )
        return min(starts), max(stops)

    def _format_entries(self, entries):
        """Return the text of the entries of the period, in the order of time.

        :param entries: triples (day or None, start in UTC, text after the time)
        """
        self.ensure_one()
        lines = []
        for all_day, moment, text in entries:
            here = self.company_id._telecom_local(moment)
            day = all_day or here.date()
            if self.date_from <= day <= self.date_to:
                hour = self.env._("all day") if all_day else here.strftime("%H:%M")
                prefix = [hour]
                if self.date_from != self.date_to:
                    prefix.insert(0, format_date(self.env, day, date_format="MM-dd"))
                lines.append((day, not all_day, moment, " ".join([*prefix, text])))
        return "\n".join(line for *_order, line in sorted(lines))

    def _get_meeting_entries(self):
        """Return the meetings of the people as ``{partner: [entry]}``."""
        first, last = self._get_utc_span()
        # sudo: the log is for the superiors, who need not see the person's calendar
        events = self.env["calendar.event"].sudo()
        partners = self.sudo().user_id.partner_id
        found = events.search(
            [
                ("partner_ids", "in", partners.ids),
                ("start", "<", last + timedelta(days=1)),
                ("stop", ">=", first - timedelta(days=1)),
            ]
        )
        meetings = {}
        for event in found.filtered(lambda event: event._is_shown_in_sales_log()):
            entry = (
                event.allday and event.start_date,
                event.start,
                event._get_sales_log_text(),
            )
            for partner in event._get_attending_partners() & partners:
                meetings.setdefault(partner, []).append(entry)
        return meetings

    def _get_visit_entries(self):
        """Return the visits done by the people as ``{salesperson: [entry]}``."""
        first, last = self._get_utc_span()
        # sudo: the log is for the superiors, who need not see every client
        done = (
            self.env["telecom.visit"]
            .sudo()
            .search(
                [
                    ("salesperson_id", "in", self.salesperson_id.ids),
                    ("state", "=", "done"),
                    ("done_at", ">=", first),
                    ("done_at", "<", last),
                ]
            )
        )
        visits = {}
        for visit in done:
            result = " ".join((visit.result or "").split())
            text = " · ".join(filter(None, [visit.partner_id.display_name, result]))
            entry = (None, visit.done_at, text)
            visits.setdefault(visit.salesperson_id, []).append(entry)
        return visits
