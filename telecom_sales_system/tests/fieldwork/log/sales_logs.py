from odoo.fields import Command

from ...common import OrganisationCommon


class SalesLogCommon(OrganisationCommon):
    """April 2026, whose 20th is a Monday. The company is in Shanghai (UTC+8).

    Anna of Cili has no time zone of her own; Bert of Letters has set New York (UTC-4 in
    April), but his days and terms are those of the bureau, too: his manager and the
    month must count the same logs as he does. Logs are owed from Monday 13 April on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.telecom_tz = "Asia/Shanghai"
        cls.company.telecom_log_since = "2026-04-13"
        (cls.anna | cls.bert).user_id.tz = False
        cls.bert.user_id.tz = "America/New_York"
        cls.bert.user_id.lang = cls.anna.user_id.lang = "en_US"

    @classmethod
    def _log(cls, person, day, plan="Visit three firms", **vals):
        logs = cls.env["telecom.sales.log"].with_user(person.user_id)
        return logs.create(
            {"salesperson_id": person.id, "date": day, "plan": plan, **vals}
        )

    @classmethod
    def _submit(cls, person, *days):
        logs = cls.env["telecom.sales.log"].with_user(person.user_id)
        for day in days:
            logs |= cls._log(person, day)
        logs.action_submit()
        return logs

    @classmethod
    def _inspect(cls, log, user, score=80, remark="Good"):
        wizards = cls.env["telecom.sales.log.inspection"].with_user(user)
        wizards.create(
            {"log_id": log.id, "score": score, "remark": remark}
        ).action_inspect()

    @classmethod
    def _meet(cls, name, start, stop, people, **vals):
        partners = people.user_id.partner_id
        return cls.env["calendar.event"].create(
            {
                "name": name,
                "start": start,
                "stop": stop,
                "user_id": cls.county_manager.id,
                "partner_ids": [Command.set(partners.ids)],
                **vals,
            }
        )
