"""Clients who do not pay, and the watch over them, night by night."""

from datetime import date, timedelta

from freezegun import freeze_time

from ...clients.common import ClientCommon


class CaseCommon(ClientCommon):
    """Brewery of Cili, led by Anna, deputised by Carl; the county manager over them.

    30, 60 and 90 days without floors, 30 days to recover.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl = cls._create_salesperson("carl", "C-003", cls.county)
        cls.client.deputy_manager_id = cls.carl
        cls.cases = cls.env["telecom.blacklist.case"]
        cls.company = cls.env.company

    @classmethod
    def _owe(cls, amount, due, client=None):
        """Post an invoice that is due at once; return it."""
        return cls._bill(client or cls.client, amount, due, invoice_date_due=due)

    def _watch(self, day):
        """Let the night of a day come."""
        with freeze_time(day):
            watch = self.env["telecom.blacklist.watch"].sudo()
            watch._watch_company(self.company, date.fromisoformat(day))
            self.env.flush_all()

    def _case(self, client=None):
        """The open case of a client, else the last one."""
        return self.cases.search(
            [("partner_id", "=", (client or self.client).id)], order="id desc", limit=1
        )

    def _case_in(self, state):
        """Open a case of 1,000 due on 10 January, at the stage that it reaches."""
        self._owe(1000, "2026-01-10")
        nights = {
            "warning": "2026-02-09",
            "circulated": "2026-03-11",
            "proposed": "2026-04-10",
        }
        self._watch(nights[state])
        case = self._case()
        self.assertEqual(case.state, state)
        return case

    def _nights(self, first, last):
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield day.isoformat()
            day += timedelta(days=1)

    def _notes(self, case):
        """The texts of the chatter, the oldest first."""
        messages = case.message_ids.sorted("id")
        return [text for body in messages.mapped("body") if (text := str(body))]

    def _everything(self):
        """All that the watch writes: cases, activities, messages."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            self.env[model].sudo().search(domain, order="id").read(fields)
            for model, domain, fields in (
                (
                    "telecom.blacklist.case",
                    [],
                    ["state", "reason", "deadline", "write_date", "accountable_id"],
                ),
                (
                    "mail.activity",
                    [("res_model", "=", "telecom.blacklist.case")],
                    ["user_id", "summary", "date_deadline"],
                ),
                (
                    "mail.message",
                    [("model", "=", "telecom.blacklist.case")],
                    ["body"],
                ),
            )
        ]
