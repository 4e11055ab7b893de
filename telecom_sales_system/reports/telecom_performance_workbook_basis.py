from datetime import timedelta

from odoo import models
from odoo.fields import Domain


class TelecomPerformanceWorkbook(models.AbstractModel):
    """What a file was made of, so that a kept one that is outdated is found out."""

    _inherit = "telecom.performance.workbook"

    def _basis(self, period):
        """Return what the file shows, in short: while it is the same, so is the file.

        The names of clients are left out: a file keeps those of the day it was built.
        """
        company = Domain("company_id", "=", period.company_id.id)
        months = self.env["telecom.period"].search(
            company & Domain("date_from", "<=", period.date_from)
        )
        months = Domain("period_id", "in", months.ids)
        month = Domain("period_id", "=", period.id)
        duties = self._duties(period)
        return repr(
            [
                self._lang(period),
                period.state,
                # When it is over, what is not done is missing.
                min(duties._get_today(), period.date_to + timedelta(days=1)),
                self._newest("telecom.close.step", months, "finished_on"),
                self._newest("telecom.period", company, "computed_on", "closed_on"),
                self._newest("telecom.sales.unit", company, "write_date"),
                self._newest("telecom.salesperson", company, "write_date"),
                self._newest("telecom.blacklist.case", company, "write_date"),
                self._newest("telecom.assessment", month, "computed_on", "write_date"),
                self._newest(
                    "telecom.duty", Domain("id", "in", duties.ids), "write_date"
                ),
                self._ranked(period),
            ]
        )

    def _newest(self, model, domain, *names):
        """Return how many records there are, and the latest of each of their dates."""
        latest = [f"{name}:max" for name in names]
        return self.env[model]._read_group(domain, [], ["__count", *latest])

    def _ranked(self, period):
        """Return until when contests are ranked, and sums of what came of it."""
        contests = self._contests(period)
        sums = self.env["telecom.contest.standing"]._read_group(
            [("contest_id", "in", contests.ids)],
            ["contest_id"],
            ["__count", "value:sum", "prize:sum"],
        )
        until = [str(self._ranked_until(contest)) for contest in contests]
        return until, [(contest.id, *values) for contest, *values in sums]
