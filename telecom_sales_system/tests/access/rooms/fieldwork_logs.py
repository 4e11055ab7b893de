"""Sales logs and a meeting for the access tests."""

from odoo import Command


class SalesLogRecords:
    """Anna and Bert wrote a log of 20 January; Cili planned a weekly meeting."""

    @classmethod
    def _create_sales_logs(cls):
        cls.env.company.telecom_log_since = "2026-01-01"
        for person in (cls.anna, cls.bert):
            logs = cls.env["telecom.sales.log"].with_user(person.user_id)
            log = logs.create(
                {
                    "salesperson_id": person.id,
                    "date": "2026-01-20",
                    "plan": "Visit three firms",
                }
            )
            log.action_submit()
        cls.meeting = cls.env["calendar.event"].create(
            {
                "name": "Week 4",
                "telecom_meeting_kind": "weekly",
                "telecom_unit_id": cls.county.id,
                "start": "2026-01-19 01:00:00",
                "stop": "2026-01-19 02:00:00",
                "partner_ids": [Command.set(cls.anna.user_id.partner_id.ids)],
            }
        )
