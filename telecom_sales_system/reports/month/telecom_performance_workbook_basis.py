from datetime import timedelta

from odoo import models
from odoo.fields import Domain


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The basis of a workbook, which shows whether a kept file is outdated."""

    _inherit = "telecom.performance.workbook"

    def _get_basis(self, period):
        """Return a text that changes when the contents of the workbook change."""
        return repr(self._get_basis_parts(period))

    def _get_basis_parts(self, period):
        """Return the parts of the basis; each addon adds those of its sheets.

        Names of clients are left out: a file keeps those of the day it was built.
        """
        company = Domain("company_id", "=", period.company_id.id)
        months = self.env["telecom.period"].search(
            company & Domain("date_from", "<=", period.date_from)
        )
        months = Domain("period_id", "in", months.ids)
        month = Domain("period_id", "=", period.id)
        duties = self._get_duties(period)
        return [
            self._get_lang(period),
            sorted(self._get_sheet_order()),
            period.state,
            # The state of open duties changes by the day until the month is over.
            min(
                period.company_id._telecom_today(),
                period.date_to + timedelta(days=1),
            ),
            self._get_count_and_dates("telecom.close.step", months, "finished_on"),
            self._get_count_and_dates(
                "telecom.period", company, "computed_on", "closed_on"
            ),
            self._get_count_and_dates("telecom.sales.unit", company, "write_date"),
            self._get_count_and_dates("telecom.salesperson", company, "write_date"),
            self._get_count_and_dates("telecom.blacklist.case", company, "write_date"),
            self._get_count_and_dates(
                "telecom.assessment", month, "computed_on", "write_date"
            ),
            self._get_count_and_dates(
                "telecom.duty", Domain("id", "in", duties.ids), "write_date"
            ),
            self._get_contest_basis(period),
        ]

    def _get_count_and_dates(self, model, domain, *names):
        """Return how many records there are, and the latest of each of their dates."""
        latest = [f"{name}:max" for name in names]
        return self.env[model]._read_group(domain, [], ["__count", *latest])

    def _get_contest_basis(self, period):
        """Return the last ranked day of each contest, and sums of its standings."""
        contests = self._get_contests(period)
        sums = self.env["telecom.contest.standing"]._read_group(
            [("contest_id", "in", contests.ids)],
            ["contest_id"],
            ["__count", "value:sum", "prize:sum"],
        )
        until = [str(self._get_last_ranked_day(contest)) for contest in contests]
        return until, [(contest.id, *values) for contest, *values in sums]
