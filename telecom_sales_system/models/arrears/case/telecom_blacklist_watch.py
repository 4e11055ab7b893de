import logging

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL, format_list

from ...common.jit import disable_jit

_logger = logging.getLogger(__name__)
STAGES = ("warning", "circulated", "proposed")
OVERDUE = SQL("TABLE telecom_overdue")  # while a company is watched
ENTERED_ON = {"circulated": "circulated_on", "proposed": "proposed_on"}


class TelecomBlacklistWatch(models.AbstractModel):
    """The nightly job that opens, moves and closes cases by what clients owe.

    A client reaches the last stage for which it owes at least the stage's amount in
    debts that are overdue for at least the stage's days. A case passes every stage up
    to that one, in one night if needed, and never goes back. Amounts open and move
    cases; only payment closes them.
    """

    _name = "telecom.blacklist.watch"
    _description = "Nightly Watch over Arrears"

    @api.model
    def _cron_watch(self):
        """Watch each company with sales units once a day, in its own time zone."""
        # sudo: the job must find all companies with sales units
        units = self.env["telecom.sales.unit"].sudo()
        companies = [
            company
            for [company] in units._read_group([], ["company_id"])
            if company.active
        ]
        for done, company in enumerate(companies, 1):
            try:
                with self.env.cr.savepoint():
                    self._watch_company_today(company, again=False)
            except Exception:
                # Go on with the other companies; the next run watches this one.
                _logger.exception("Arrears of %s were not watched", company.name)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    def _watch_company_today(self, company, again=True):
        """Watch a company on its current day, once somebody has started the watch.

        :param again: watch it even if that day was watched before
        """
        if not company.telecom_arrears_started_on:
            return
        # Odoo's own user proposes, whoever starts the job.
        local = company._apply_telecom_lang(self.with_user(SUPERUSER_ID))
        today = company._telecom_today()
        if again or company.telecom_watched_on != today:
            local._watch_company(company.with_env(local.env), today)

    def _watch_company(self, company, day):
        """Open, move and close the cases of a company by the debts of a day.

        A second run for the same day changes nothing. While another process watches
        the company, the call does nothing.
        """
        if not company.try_lock_for_update(allow_referencing=True):
            return
        self._create_overdue_table(company, day)
        owed = self._get_owed_by_client(company, day, OVERDUE)
        cases = self.env["telecom.blacklist.case"]
        known = cases.search_fetch(
            [("company_id", "=", company.id), *cases._get_open_domain()],
            ["partner_id", "state", "threshold", "refused_on", "deadline"],
        )
        # Fetch all at once: record by record, Odoo reads a thousand at a time.
        known.partner_id.fetch(["commercial_partner_id"])
        paid = known.filtered(
            lambda case: (
                self._get_days_overdue(owed, case)
                < min(case.threshold, company.telecom_warning_days)
            )
        )
        blocked = paid.filtered(lambda case: case.state == "blacklisted")
        self._propose_release(blocked, owed, day)
        self._withdraw_release_proposals(known, owed)
        open_stages = paid.filtered(lambda case: case.state in STAGES)
        self._settle_cases(open_stages, company, day)
        opened = self._open_new_cases(known, owed, company, day)
        self._advance_cases(known - paid, opened, owed, day)
        # Units may have new managers, who are accountable from now on.
        self.env["telecom.blacklist.standing"]._record_standings(known | opened, day)
        if company.telecom_watched_on != day:
            company.telecom_watched_on = day
        self.env.cr.execute(SQL("DROP TABLE telecom_overdue"))

    def _create_overdue_table(self, company, day):
        """Create a temporary table of the overdue debts of clients on a day.

        Of all there are, so that the costly query is asked once a night.
        """
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE telecom_overdue ON COMMIT DROP AS %s",
                self._get_overdue_query(company, day),
            )
        )
        self.env.cr.execute(SQL("ANALYZE telecom_overdue"))

    def _get_overdue_query(self, company, day):
        """Return the query of the overdue debts of clients on a day."""
        self.env.flush_all()
        disable_jit(self.env)
        return SQL(
            """
            SELECT partner_id, line_id, move_id, user_id, due_on, days_overdue, owed
              FROM (%s) item
             WHERE owed > 0 AND days_overdue > 0 AND partner_id IS NOT NULL
            """,
            self.env["telecom.arrears"]._get_items_query(company, day),
        )

    def _get_owed_by_client(self, company, day, overdue, stages=None):
        """Return what is overdue by client, for the stages of the settings.

        Money that waits to be matched is taken off the oldest debts before the stage of
        the blacklist.

        :param overdue: the query of the overdue debts of that day
        :param stages: ``{stage: (days, floor)}``, those of the settings by default
        :return: ``{partner_id: {days, total, stage, limit, amount, waiting}}``: days of
            the oldest debt, all that is overdue, the stage reached (or None) with its
            days in the settings, and the amount that is overdue for at least these
            days; waiting: what was taken off
        """
        stages = stages or company._get_arrears_stages()
        limits = {stage: days for stage, (days, _floor) in stages.items()}
        floors = {stage: floor for stage, (_days, floor) in stages.items()}
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT partner_id, MAX(days_overdue) AS days, SUM(owed) AS total,
                       SUM(owed) FILTER (WHERE days_overdue >= %s) AS warning,
                       SUM(owed) FILTER (WHERE days_overdue >= %s) AS circulated,
                       SUM(owed) FILTER (WHERE days_overdue >= %s) AS proposed
                  FROM (%s) overdue
              GROUP BY partner_id ORDER BY partner_id
                """,
                *limits.values(),
                overdue,
            )
        )
        waiting = self.env["telecom.arrears"]._get_waiting_money(company, day)
        places = company.currency_id.decimal_places
        owed = {}
        for row in rows:
            waits = sum(waiting.get(row["partner_id"], {}).values())
            left = row | {"proposed": (row["proposed"] or 0) - waits}
            reached = [
                stage
                for stage in STAGES
                if 0 < (amount := round(left[stage] or 0, places))
                and amount >= round(floors[stage], places)
            ]
            stage = reached[-1] if reached else None
            owed[row["partner_id"]] = {
                "days": row["days"],
                "total": row["total"],
                "stage": stage,
                "limit": limits.get(stage),
                "amount": row.get(stage),
                "waiting": waits,
            }
        return owed

    def _get_owed_of_client(self, owed, case):
        """Return what the client of a case, or its present parent, owes."""
        return owed.get(case.partner_id.commercial_partner_id.id)

    def _get_days_overdue(self, owed, case):
        return (self._get_owed_of_client(owed, case) or {"days": 0})["days"]

    def _open_new_cases(self, known, owed, company, day):
        """Open cases for clients that have reached a stage and have no open case.

        They are opened at the stage that they have reached, with a log entry for each
        stage up to it.
        """
        clients = set(known.partner_id.commercial_partner_id.ids)
        partners = self.env["res.partner"].browse(
            [
                partner_id
                for partner_id, row in owed.items()
                if row["stage"] and partner_id not in clients
            ]
        )
        # Fetch all at once, as above.
        partners.fetch(["sales_unit_id", "client_manager_id", "deputy_manager_id"])
        cases = self.env["telecom.blacklist.case"]
        opened = cases._insert_cases(
            [
                cases._prepare_case(partner, day, company, [])
                | {"opening_amount": owed[partner.id]["total"]}
                | {"threshold": company.telecom_warning_days}
                | self._prepare_stage(owed[partner.id], company, day)
                for partner in partners
            ],
            company,
            day,
        )
        opened._insert_debts(OVERDUE)
        stages = {
            case: STAGES.index(owed[partner.id]["stage"])
            for case, partner in zip(opened, partners, strict=True)
        }
        for place, stage in enumerate(STAGES):
            reached = opened.filtered(lambda case, place=place: stages[case] >= place)
            self._log_stage(reached, owed, stage)
        return opened

    def _prepare_stage(self, row, company, day):
        """Return the values of a new case at the stage that its client has reached."""
        values = {
            "state": row["stage"],
            "circulated_on": False,
            "proposed_on": False,
            "proposed_by_id": False,
        }
        for stage in STAGES[1 : STAGES.index(row["stage"]) + 1]:
            values[ENTERED_ON[stage]] = day
        if row["stage"] == "proposed":
            values["proposed_by_id"] = SUPERUSER_ID
            values["reason"] = self._format_reason(row, company)
        return values

    def _advance_cases(self, cases, opened, owed, day):
        """Move cases on, stage by stage, and update their activities.

        A refused proposal is not made again before its new deadline is over.
        """
        moved = cases.browse()
        for stage in ("circulated", "proposed"):
            moving = cases.filtered(
                lambda case, stage=stage: (
                    case.state == STAGES[STAGES.index(stage) - 1]
                    and self._has_reached_stage(
                        case, self._get_owed_of_client(owed, case), stage, day
                    )
                )
            )
            moving.write({"state": stage, ENTERED_ON[stage]: day})
            self._log_stage(moving, owed, stage)
            if stage == "proposed":
                moving.proposed_by_id = SUPERUSER_ID
                for case in moving.filtered(lambda case: not case.reason):
                    case.reason = self._get_stage_reason(case, owed)
            moved |= moving
        moved._update_activities()
        opened._create_stage_activities()

    def _has_reached_stage(self, case, row, stage, day):
        if not row or not row["stage"]:
            return False
        if stage == "proposed" and self._is_held(case, day):
            return False
        return STAGES.index(row["stage"]) >= STAGES.index(stage)

    def _is_held(self, case, day):
        """Return whether a leader refused and the new deadline is not over."""
        return case.refused_on and case.deadline and day <= case.deadline

    def _settle_cases(self, cases, company, day):
        """Close cases whose debts are paid, and log the paid debts in each."""
        if not cases:
            return
        clients = cases.partner_id.commercial_partner_id
        left = self.env["telecom.arrears"]._get_overdue_debts(company, day, clients)
        cases.write({"state": "settled", "closed_on": day})
        notes = {}
        for case in cases:
            debts = left.get(case.partner_id.commercial_partner_id.id, [])
            unpaid = {debt["move_id"] for debt in debts}
            paid = case.debt_ids.filtered(
                lambda debt, unpaid=unpaid: debt.move_id.id not in unpaid
            )
            notes[case.id] = self.env._(
                "Paid, so the case closes by itself. No longer owed: %(debts)s.",
                debts=format_list(
                    self.env,
                    [
                        f"{debt.move_name} ({case.currency_id.format(debt.amount)})"
                        for debt in paid
                    ],
                )
                or self.env._("none of the debts at opening"),
            )
        cases._message_log_batch(bodies=notes)
        cases._update_activities()

    def _log_stage(self, cases, owed, stage):
        """Log in each case why it has reached a stage."""
        label = dict(cases._fields["state"]._description_selection(self.env))[stage]
        cases._log_bodies(
            {
                case.id: self.env._(
                    "%(stage)s: %(reason)s",
                    stage=label,
                    reason=self._get_stage_reason(case, owed),
                )
                for case in cases
            }
        )

    def _get_stage_reason(self, case, owed):
        return self._format_reason(
            self._get_owed_of_client(owed, case), case.company_id
        )

    def _format_reason(self, row, company):
        """Return why a client has reached its stage, made once a night."""
        if "reason" not in row:
            row["reason"] = self._write_reason(row, company)
        return row["reason"]

    def _write_reason(self, row, company):
        reason = self.env._(
            "Overdue for %(days)s days; %(amount)s overdue for %(limit)s days or more.",
            days=row["days"],
            amount=company.currency_id.format(row["amount"]),
            limit=row["limit"],
        )
        if not row["waiting"]:
            return reason
        waits = self.env._(
            "%s have come in and are not matched yet.",
            company.currency_id.format(row["waiting"]),
        )
        return f"{reason} {waits}"

    def _propose_release(self, cases, owed, day):
        """Propose the release of blacklisted clients that have no overdue debts."""
        paid = cases.filtered(
            lambda case: (
                not self._get_owed_of_client(owed, case)
                and not self._is_held(case, day)
            )
        )
        paid.write(
            {"state": "release_proposed", "release_proposed_by_id": SUPERUSER_ID}
        )
        note = self.env._("Everything overdue is paid: the release is proposed.")
        paid._message_log_batch(bodies=dict.fromkeys(paid.ids, note))
        paid._update_activities()

    def _withdraw_release_proposals(self, cases, owed):
        """Withdraw releases that the watch proposed if new debts are overdue."""
        owing = cases.filtered(
            lambda case: (
                case.state == "release_proposed"
                and case.release_proposed_by_id.id == SUPERUSER_ID
                and self._get_owed_of_client(owed, case)
            )
        )
        owing.write({"state": "blacklisted", "release_proposed_by_id": False})
        note = self.env._("New debts are overdue: the proposed release is withdrawn.")
        owing._message_log_batch(bodies=dict.fromkeys(owing.ids, note))
        owing._update_activities()
