from datetime import timedelta

from odoo import api, models

DUTY = "telecom_sales_system.mail_activity_type_duty"


class TelecomObligationUpkeep(models.AbstractModel):
    """Duties come by themselves, are proved by records, and are called to mind."""

    _name = "telecom.obligation.upkeep"
    _description = "Upkeep of Obligations"

    @api.model
    def _cron_upkeep(self):
        """List what is owed soon, look for proofs, remind units. Can be repeated."""
        companies = self.env["telecom.sales.unit"]._read_group([], ["company_id"])
        for done, [company] in enumerate(companies, 1):
            local = self.with_company(company)
            today = local._today()
            local._generate(company, today)
            local._prove(company, today)
            local._remind(company, today)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _generate(self, company, today):
        """List the duties ahead, as far as each type looks; never those of the past.

        So a unit founded in June owes nothing of January; what an archived unit or
        duty still had ahead is taken off the list.

        :return: the new obligations
        """
        self._withdraw(company, today)
        types = self.env["telecom.obligation.type"].search(
            [("company_id", "in", [False, company.id])]
        )
        return self._list_owed(types, company, today, today)

    @api.model
    def _withdraw(self, company, today):
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
    def _list_owed(self, types, company, today, since):
        """List the duties due from a day on, up to the days each type looks ahead.

        :return: the new obligations; those listed before stay as they are
        """
        listed = {
            (kind.id, unit.id, first)
            for kind, unit, first in self._read_group(
                [
                    ("company_id", "=", company.id),
                    ("type_id", "in", types.ids),
                    ("period_to", ">=", since - timedelta(days=731)),
                ],
                ["type_id", "unit_id", "period_from:day"],
            )
        }
        return self.create(
            [
                {
                    "type_id": kind.id,
                    "unit_id": unit.id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": due,
                }
                for kind in types
                for unit in kind._units(company)
                for first, last, due in kind._owed_by(
                    unit, since, today + timedelta(days=kind.ahead_days)
                )
                if (kind.id, unit.id, first) not in listed
            ]
        )

    @api.model
    def _remind(self, company, today):
        """Remind the managers of units of what is due soon, each once."""
        soon = self.search(
            [
                ("company_id", "=", company.id),
                ("fulfilled_on", "=", False),
                ("reminded_on", "=", False),
                ("due_on", ">=", today),
                ("due_on", "<=", today + timedelta(days=self._longest_notice())),
            ]
        )
        soon.filtered(
            lambda duty: (duty.due_on - today).days <= duty.type_id.reminder_days
        )._remind_managers()

    @api.model
    def _longest_notice(self):
        types = self.env["telecom.obligation.type"]
        [[days]] = types._read_group([], aggregates=["reminder_days:max"])
        return days or 0

    def _remind_managers(self):
        """Put duties on the list of activities of those who answer for the units."""
        # sudo: activities of others, for whoever asks for something
        for duty in self.sudo():
            manager = duty.unit_id._answering_manager().filtered("active")
            companies = {"allowed_company_ids": manager.company_ids.ids}
            readable = duty.with_user(manager).with_context(**companies)
            if not manager or not readable._filtered_access("read"):
                continue
            local = duty.with_context(lang=manager.lang)
            # No mails: the morning's list shows them all.
            local.with_context(mail_activity_quick_update=True).activity_schedule(
                DUTY,
                user_id=manager.id,
                date_deadline=duty.due_on,
                summary=duty.subject or local.type_id.name,
            )
            duty.reminded_on = duty._today()

    def _end_reminders(self):
        # sudo: activities of the manager, whoever did the duty
        self.sudo().activity_unlink([DUTY])
