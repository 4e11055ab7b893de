from datetime import timedelta

from odoo import api, models

from .telecom_duty_proof import LOOK_BACK

DUTY = "telecom_sales_system.mail_activity_type_duty"
# A period begins at most this long before the due date of its duty.
LONGEST_PERIOD = timedelta(days=731)


class TelecomDutyUpkeep(models.AbstractModel):
    """Automatic listing, proof and reminders of duties."""

    _name = "telecom.duty.upkeep"
    _description = "Upkeep of Duties"

    @api.model
    def _cron_upkeep(self):
        """List the duties due soon, find proofs and remind units; can be repeated."""
        companies = self.env["telecom.sales.unit"]._read_group([], ["company_id"])
        for done, [company] in enumerate(companies, 1):
            local = self.with_company(company)
            today = local._get_today()
            local._generate_duties(company, today)
            local._prove_duties(company, today)
            local._send_due_reminders(company, today)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

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
    def _list_owed_duties(self, types, company, today, since=None):
        """Create the duties owed, up to the days that each type looks ahead.

        :param since: first due date. Without it, the duties of a unit are listed from
            its first listed duty on, with those that fell due while the job did not
            run. A unit without duties starts today, or on the day since which a new
            type is in force. "List This Year" lists older duties.
        :return: the new duties; those listed before stay as they are
        """
        units = {kind: kind._get_units(company) for kind in types}
        everybody = self.env["telecom.sales.unit"].union(*units.values())
        oldest = since or today - LOOK_BACK
        listed = self._get_listed_periods(everybody, types, oldest)
        known = {kind for _unit, kind in listed}
        values = []
        for kind in types:
            begin = today if kind in known else kind.in_force_from or today
            until = today + timedelta(days=kind.ahead_days)
            for unit in units[kind]:
                firsts, first_due = listed.get((unit, kind), ((), begin))
                start = since or max(first_due, oldest)
                values += [
                    {
                        "type_id": kind.id,
                        "unit_id": unit.id,
                        "period_from": first,
                        "period_to": last,
                        "due_on": due,
                    }
                    for first, last, due in kind._get_owed_periods(unit, start, until)
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
                    ("period_to", ">=", since - LONGEST_PERIOD),
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
        until = min(date_to, self._get_today())
        return {
            (unit.id, kind.id)
            for kind in types
            for unit in units
            if any(
                first not in listed.get((unit, kind), ((), None))[0]
                for first, _last, _due in kind._get_owed_periods(unit, date_from, until)
            )
        }

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
        )._remind_managers()

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
            duty.reminded_on = duty._get_today()

    def _remove_reminders(self):
        # sudo: activities of the manager, whoever did the duty
        self.sudo().activity_unlink([DUTY])
