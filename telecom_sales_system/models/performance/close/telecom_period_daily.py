import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.fields import Domain
from odoo.tools.date_utils import start_of

from ...common.groups import check_service

_logger = logging.getLogger(__name__)


class TelecomPeriod(models.Model):
    """A month whose ledger is rebuilt every night, and on demand, until it is closed.

    Only the ledger is: the steps of the close measure and score. A month that is over
    and whose steps have run is left to the close, so that its ledger is the one that
    was measured. A month that is not over counts as not measured again.
    """

    _inherit = "telecom.period"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def action_rebuild_ledgers(self):
        """Rebuild the ledgers of the company's months in progress.

        At once, or in the background if one of them is large.

        :raises AccessError: the user does not belong to the customer service department
        :raises UserError: a month is being computed, now or in the background
        """
        check_service(
            self.env,
            self.env._("Only the customer service department computes the ledger."),
        )
        company = self.env.company
        self._open_begun_months(company)
        months = self._get_months_in_progress(company)
        if not months:
            return self._get_notification_action(
                self.env._("No month is in progress: there is nothing to compute.")
            )
        months[0]._get_open_periods()._check_not_running()
        months[0]._lock_open_periods()
        if any(month._is_large() for month in months):
            months._set_guarded_fields({"is_ledger_requested": True})
            # sudo: to wake the job, nothing else
            job = self.env.ref("telecom_sales_system.ir_cron_rebuild_ledgers").sudo()
            job._trigger()
            return self._get_notification_action(
                self.env._(
                    "The month is large: its ledger is computed in the background. Look"
                    " again in a few minutes."
                )
            )
        months._rebuild_ledgers()
        return False

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _cron_rebuild_ledgers(self):
        """Rebuild the ledgers of each company once on each of its days.

        A company has its own transaction, so that none waits for another's failure.
        Companies that have not begun a ledger are left alone.
        """
        # sudo: the job must find all companies with months
        groups = self.sudo()._read_group([], ["company_id"])
        companies = [company for [company] in groups if company.active]
        for done, company in enumerate(companies, 1):
            try:
                with self.env.cr.savepoint():
                    local = company._apply_telecom_lang(self)
                    local._rebuild_company_ledgers(company)
            except psycopg2.OperationalError:
                # A close has just committed: the next run sees what it did.
                _logger.info("Ledger of %s: later", company.name, exc_info=True)
            except Exception:
                # Go on with the other companies; the next run computes this one.
                _logger.exception("The ledger of %s was not computed", company.name)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    def _rebuild_company_ledgers(self, company):
        """Rebuild the ledgers that are not of today, unless a close is at work."""
        self._open_begun_months(company)
        today = company._telecom_today()
        months = self._get_months_in_progress(company).filtered(
            lambda month: (
                month.is_ledger_requested
                or not month.ledger_built_on
                or company._telecom_local(month.ledger_built_on).date() < today
            )
        )
        if not months:
            return
        everything = months[0]._get_open_periods()
        try:
            everything.lock_for_update()
        except LockError:
            return
        everything.invalidate_recordset()
        if not any(month.run_state == "queued" for month in everything):
            months._rebuild_ledgers()

    def _open_begun_months(self, company):
        """Open the months that have begun after the last one of a company's ledger."""
        last = self.search(
            [("company_id", "=", company.id)], order="date_from desc", limit=1
        )
        this_month = start_of(company._telecom_today(), "month")
        while last and last.date_from < this_month:
            first_day = fields.Date.add(last.date_from, months=1)
            last = self.create({"company_id": company.id, "date_from": first_day})

    def _get_months_in_progress(self, company):
        """Return the months whose ledger no step has measured for the close."""
        today = company._telecom_today()
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("date_from", "<=", today)
            & (
                Domain("state", "=", "open")
                | Domain("state", "=", "computed") & Domain("date_to", ">=", today)
            ),
            order="date_from",
        )

    def _rebuild_ledgers(self):
        """Rebuild the ledgers of months, and their problems, the oldest first."""
        for month in self:
            if month.state == "computed":
                # As in the first step of a run: what was measured is older now.
                month._set_guarded_fields({"state": "open"})
            month._rebuild_ledger()
            month._set_guarded_fields({"is_ledger_requested": False})
            self.env["telecom.period.problem"]._detect_problems(month, ("ledger",))
