from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, is_html_empty

from ...common.groups import check_service

# Older duties are proved by hand only.
LOOK_BACK = timedelta(days=366)

# Only the customer service department changes these, not the unit.
SERVICE_FIELDS = frozenset(
    {"type_id", "unit_id", "period_from", "period_to", "due_on"}
    | {"subject", "request", "grave_errors", "grave_error_note"}
)
# These do not change once a duty is done, until it is reopened.
FROZEN_FIELDS = frozenset(
    {"type_id", "unit_id", "period_from", "period_to", "due_on"}
    | {"subject", "request", "answer", "evidence_ids"}
)
DUTY = "telecom_sales_system.mail_activity_type_duty"
# Prizes of these years are watched for vetoes that are found late.
VETO_YEARS = 2
# A period begins at most this long before the due date of its duty.
LONGEST_PERIOD = timedelta(days=731)


class TelecomDuty(models.Model):
    """Duty of a unit with its due date and the proof that it was done."""

    _name = "telecom.duty"
    _description = "Duty"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.evidence.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
        "telecom.fault.mixin",
    ]
    _order = "due_on desc, type_id, unit_id, id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"fulfilled_on", "fulfilled_by_id", "proof_ref", "is_hand_only", "reminded_on"}
        | {"job_error"}
    )

    type_id = fields.Many2one(
        "telecom.duty.type",
        string="Duty",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(related="type_id.kind", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    period_from = fields.Date(string="Period from")
    period_to = fields.Date(
        string="Period to", help="Empty: the period ends on the due date."
    )
    due_on = fields.Date(required=True, index=True, tracking=True)
    subject = fields.Char(
        string="Subject of the Request", help="What an information request is about."
    )
    request = fields.Html(help="What the customer service department wants to know.")
    answer = fields.Html()
    fulfilled_on = fields.Date(
        string="Done On", readonly=True, copy=False, tracking=True
    )
    fulfilled_by_id = fields.Many2one(
        "res.users",
        string="Done by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    proof_ref = fields.Reference(
        selection="_get_proof_selection", string="Proof", readonly=True, copy=False
    )
    is_hand_only = fields.Boolean(
        string="By Hand Only",
        readonly=True,
        copy=False,
        help="Its proof was refused, so records no longer fulfil it automatically.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)
    grave_errors = fields.Integer(
        tracking=True,
        copy=False,
        help="Grave errors found in it; three in monthly reports are a veto.",
    )
    grave_error_note = fields.Char(
        string="Which Errors", copy=False, help="What was wrong, and how it was found."
    )
    days_late = fields.Integer(
        compute="_compute_days_late", store=True, aggregator="max"
    )
    state = fields.Selection(
        [
            ("due", "Not Overdue"),
            ("done", "Done in Time"),
            ("late", "Done Late"),
            ("missing", "Missed"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _owed_once = models.UniqueIndex(
        "(type_id, unit_id, period_from) WHERE period_from IS NOT NULL",
        "This duty is listed for the unit and the period already.",
    )
    _period_in_order = models.Constraint(
        "CHECK (period_from <= period_to)",
        "Duty, field Period to: it cannot lie before the first day of the period.",
    )
    _counted_idx = models.Index("(unit_id, type_id, due_on)")
    _errors_explained = models.Constraint(
        "CHECK (COALESCE(grave_errors, 0) = 0"
        " OR (grave_errors > 0 AND COALESCE(grave_error_note, '') <> ''))",
        "Duty, field Grave Errors: it cannot be negative. Describe the errors in the"
        " field Which Errors.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("type_id", "unit_id", "subject", "due_on")
    def _compute_display_name(self):
        for duty in self:
            what = duty.subject or duty.type_id.name
            day = format_date(self.env, duty.due_on)
            parts = filter(None, [what, duty.unit_id.name, day])
            duty.display_name = " · ".join(parts)

    @api.depends("due_on", "fulfilled_on")
    def _compute_days_late(self):
        for duty in self:
            done, due = duty.fulfilled_on, duty.due_on
            duty.days_late = max((done - due).days, 0) if done and due else 0

    @api.depends("due_on", "fulfilled_on", "days_late")
    def _compute_state(self):
        for duty in self:
            if duty.fulfilled_on:
                duty.state = "late" if duty.days_late else "done"
            else:
                due, today = duty.due_on, duty.company_id._telecom_today()
                duty.state = "missing" if due and due < today else "due"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("fulfilled_on", "=", False)
        overdue = self._get_overdue_domain()
        states = {
            "due": is_open & ~overdue,
            "missing": is_open & overdue,
            "done": ~is_open & Domain("days_late", "=", 0),
            "late": ~is_open & Domain("days_late", ">", 0),
        }
        return Domain.OR(states[state] for state in value if state in states)

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            self._check_writer(vals)
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_fulfil(self):
        """Mark duties as done today, by the attached evidence or the written answer.

        :raises UserError: one of them has no evidence, or is done already
        """
        for duty in self:
            duty._check_open()
            answered = duty.kind == "request" and not is_html_empty(duty.answer)
            if not duty.evidence_ids and not answered:
                raise UserError(duty._get_missing_evidence_text())
        for company, duties in self.grouped("company_id").items():
            today = company._telecom_today()
            duties._set_guarded_fields(
                {
                    "fulfilled_on": today,
                    "fulfilled_by_id": self.env.uid,
                    "job_error": False,
                }
            )
        self._remove_reminders()

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason to reopen duties."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen"),
            "res_model": "telecom.duty.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_duty_ids": self.ids},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_deletable(self):
        """Refuse to delete duties that count: done, overdue or with grave errors."""
        for duty in self:
            if duty.state != "due" or duty.grave_errors:
                raise UserError(
                    self.env._(
                        "%s counts for the score of the unit: only duties that are not"
                        " due yet and not done can be deleted.",
                        duty.display_name,
                    )
                )

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("fulfilled_on", "!=", False)

    @api.model
    def _get_overdue_domain(self):
        """Return the domain of duties whose due date has passed, done or not."""
        return self.env["res.company"]._telecom_day_domain(
            lambda company: Domain("due_on", "<", company._telecom_today())
        )

    def _get_missing_evidence_text(self):
        if self.kind == "request":
            return self.env._(
                "%s: write the field Answer or attach it as Evidence.",
                self.display_name,
            )
        return self.env._(
            "%s, field Evidence: attach the paper that proves it.", self.display_name
        )

    def _reopen_duties(self, reason):
        """Reopen duties that were done, and keep the reason in the log.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them is not done
        """
        check_service(
            self.env,
            self.env._(
                "%s: only the customer service department reopens a duty.",
                self[:1].display_name,
            ),
        )
        for duty in self:
            if not duty.fulfilled_on:
                raise UserError(self.env._("%s is not done yet.", duty.display_name))
            duty.message_post(body=self.env._("Reopened: %s", reason))
        undone = {"fulfilled_on": False, "fulfilled_by_id": False, "proof_ref": False}
        self.filtered("proof_ref")._set_guarded_fields({"is_hand_only": True})
        self._set_guarded_fields(undone)
        self._remind_managers()

    def _check_writer(self, vals):
        foreign = sorted(SERVICE_FIELDS & vals.keys())
        if foreign:
            check_service(
                self.env,
                self.env._(
                    "%(duty)s, field %(field)s: only the customer service department"
                    " changes it.",
                    duty=self[:1].display_name,
                    field=self._fields[foreign[0]]._description_string(self.env),
                ),
            )
        if FROZEN_FIELDS & vals.keys():
            for duty in self:
                duty._check_open()

    def _check_open(self):
        if self.fulfilled_on:
            raise UserError(
                self.env._(
                    "%s is done and cannot be changed. The customer service department"
                    " can reopen it.",
                    self.display_name,
                )
            )

    @api.model
    def _count_duties(self, units, types, date_from, date_to):
        """Count the duties due within the days, with their state on the last day.

        A duty done after the last day counts as missing. A duty that is not overdue
        today does not. Grave errors count for the report, whenever they were found.

        :return: ``{(unit_id, type_id): (due, in_time, late, missing, grave_errors)}``;
            pairs without duties are left out
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit_id, type_id, COUNT(*),
                       COUNT(*) FILTER (WHERE fulfilled_on <= due_on),
                       COUNT(*) FILTER (WHERE fulfilled_on > due_on
                                          AND fulfilled_on <= %(date_to)s),
                       COUNT(*) FILTER (WHERE %(missed)s),
                       SUM(COALESCE(grave_errors, 0))
                  FROM telecom_duty
                 WHERE unit_id = ANY(%(units)s) AND type_id = ANY(%(types)s)
                   AND due_on BETWEEN %(date_from)s AND %(date_to)s
              GROUP BY unit_id, type_id
                """,
                missed=self._get_missed_condition(units.company_id[:1], date_to),
                date_from=date_from,
                date_to=date_to,
                units=units.ids,
                types=types.ids,
            )
        )
        return {(unit_id, type_id): tuple(counts) for unit_id, type_id, *counts in rows}

    @api.model
    def _get_missed_condition(self, company, as_of):
        """Return the SQL condition of the duties overdue and not done on a day.

        :param company: the company of the units
        """
        return SQL(
            "due_on < %s AND (fulfilled_on IS NULL OR"
            " (fulfilled_on > due_on AND fulfilled_on > %s))",
            company._telecom_today(),
            as_of,
        )

    @api.model
    def _get_missed_domain(self, date_from, date_to):
        """Return the domain of the duties due within the days and missed.

        The same rule as ``_get_missed_condition``.
        """
        return [
            ("due_on", ">=", date_from),
            ("due_on", "<=", date_to),
            *self._get_overdue_domain(),
            "|",
            ("fulfilled_on", "=", False),
            "&",
            ("days_late", ">", 0),
            ("fulfilled_on", ">", date_to),
        ]

    @api.model
    def _cron_upkeep(self):
        """List the duties due soon, find proofs and remind units; can be repeated."""
        companies = self.env["telecom.sales.unit"]._read_group([], ["company_id"])
        for done, [company] in enumerate(companies, 1):
            company._apply_telecom_lang(self)._run_upkeep(company)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _run_upkeep(self, company):
        today = company._telecom_today()
        self._clear_errors(company)
        self._generate_duties(company, today)
        self._prove_duties(company, today)
        self._send_due_reminders(company, today)
        self.env["telecom.award.list"]._send_veto_notices(
            company, fields.Date.subtract(today, years=VETO_YEARS)
        )

    @api.model
    def _clear_errors(self, company):
        """Forget what the last run left out; this run notes what it leaves out.

        So no error stays on a duty that the job no longer looks at: one that was done,
        that is proved by hand only, or whose kind is archived.
        """
        self.search(
            [("company_id", "=", company.id), ("job_error", "!=", False)]
        ).job_error = False

    @api.model
    def _generate_duties(self, company, today):
        """List the duties ahead, up to the days that each type looks ahead.

        Duties that fell due since the last run are listed, too. Future duties of
        archived units and archived types are deleted.

        :return: the new duties
        """
        self._withdraw_duties(company, today)
        types = self.env["telecom.duty.type"].search(
            [("company_id", "in", [False, company.id])]
        )
        return self._list_owed_duties(types, company, today)

    @api.model
    def _withdraw_duties(self, company, today):
        ahead = self.search(
            [
                ("company_id", "=", company.id),
                ("fulfilled_on", "=", False),
                ("due_on", ">=", today),
                "|",
                ("unit_id.active", "=", False),
                ("type_id.active", "=", False),
            ]
        )
        ahead.filtered(lambda duty: not duty.grave_errors).unlink()

    @api.model
    def _list_owed_duties(self, types, company, today, since=None, until=None):
        """Create the duties owed, up to the days that each type looks ahead.

        A type whose duties cannot be listed is left out and says why.

        :param since: first due date. Without it, the duties of a unit are listed from
            its first listed duty on, with those that fell due while the job did not
            run. A unit without duties starts today, or on the day since which a new
            type is in force. "List the Year" lists older duties.
        :param until: last due date, if it is before the days that a type looks ahead
        :return: the new duties; those listed before stay as they are
        """
        return self.union(
            *types._run_past_faults(
                lambda kinds: self._create_owed_duties(
                    kinds, company, today, since, until
                )
            )
        )

    @api.model
    def _create_owed_duties(self, types, company, today, since, until):
        units = {kind: kind._get_units(company) for kind in types}
        everybody = self.env["telecom.sales.unit"].union(*units.values())
        oldest = since or today - LOOK_BACK
        listed = self._get_listed_periods(everybody, types, oldest)
        known = {kind for _unit, kind in listed}
        values = []
        for kind in types:
            begin = today if kind in known else kind.in_force_from or today
            last_due = today + timedelta(days=kind.ahead_days)
            last_due = min(last_due, until or last_due)
            for unit in units[kind]:
                firsts, first_due = listed.get((unit, kind), ((), None))
                start = since or max(first_due or begin, oldest)
                values += [
                    {
                        "type_id": kind.id,
                        "unit_id": unit.id,
                        "period_from": first,
                        "period_to": last,
                        "due_on": due,
                    }
                    for first, last, due in kind._get_owed_periods(
                        unit, start, last_due, first_due
                    )
                    if first not in firsts
                ]
        return self.create(values)

    @api.model
    def _get_listed_periods(self, units, types, since):
        """Return ``{(unit, type): (first days of the periods, first due date)}``."""
        return {
            (unit, kind): (set(firsts), first_due)
            for unit, kind, firsts, first_due in self._read_group(
                [
                    ("unit_id", "in", units.ids),
                    ("type_id", "in", types.ids),
                    ("period_from", ">=", since - LONGEST_PERIOD),
                ],
                ["unit_id", "type_id"],
                ["period_from:array_agg", "due_on:min"],
            )
        }

    @api.model
    def _find_unlisted_pairs(self, units, types, date_from, date_to):
        """Return ``{(unit id, type id)}`` with an owed duty that is not listed.

        Only duties due within the days and by today count: others are listed later.
        """
        listed = self._get_listed_periods(units, types, date_from)
        until = {unit: min(date_to, unit.company_id._telecom_today()) for unit in units}
        found = set()
        for kind in types:
            for unit in units:
                firsts, first_due = listed.get((unit, kind), ((), None))
                owed = kind._get_owed_periods(unit, date_from, until[unit], first_due)
                if any(first not in firsts for first, _last, _due in owed):
                    found.add((unit.id, kind.id))
        return found

    @api.model
    def _send_due_reminders(self, company, today):
        """Remind the managers of units of duties due soon, once for each duty."""
        soon = self.search(
            [
                ("company_id", "=", company.id),
                ("fulfilled_on", "=", False),
                ("reminded_on", "=", False),
                ("due_on", ">=", today),
                ("due_on", "<=", today + timedelta(days=self._get_longest_notice())),
            ]
        )
        soon.filtered(
            lambda duty: (duty.due_on - today).days <= duty.type_id.reminder_days
        )._run_past_faults(lambda duties: duties._remind_managers())

    @api.model
    def _get_longest_notice(self):
        types = self.env["telecom.duty.type"]
        [[days]] = types._read_group([], aggregates=["reminder_days:max"])
        return days or 0

    def _remind_managers(self):
        """Schedule an activity on each duty for the manager of its unit."""
        # sudo: activities of other users, whoever asks for something
        for duty in self.sudo():
            manager = duty.unit_id._find_responsible_manager().filtered("active")
            companies = {"allowed_company_ids": manager.company_ids.ids}
            readable = duty.with_user(manager).with_context(**companies)
            if not manager or not readable._filtered_access("read"):
                continue
            local = duty.with_context(lang=manager.lang)
            # No e-mails: the list of activities shows all duties.
            local.with_context(mail_activity_quick_update=True).activity_schedule(
                DUTY,
                user_id=manager.id,
                date_deadline=duty.due_on,
                summary=duty.subject or local.type_id.name,
            )
            duty.reminded_on = duty.company_id._telecom_today()

    def _remove_reminders(self):
        # sudo: activities of the manager, whoever did the duty
        self.sudo().activity_unlink([DUTY])
