from markupsafe import escape

from odoo import models
from odoo.tools import SQL, format_amount, format_date
from odoo.tools.mail import generate_tracking_message_id

from ...common.groups import LEADER
from .copied_rows import insert_copies
from .telecom_blacklist_case import BLOCKING

RECOVER = "telecom_sales_system.mail_activity_type_recover"
DECIDE = "telecom_sales_system.mail_activity_type_decide"
ORDER_REFUSED = "mail.mail_activity_data_todo"


class TelecomBlacklistCase(models.Model):
    """Notices of a case, and activities for the people who must act on it."""

    _inherit = "telecom.blacklist.case"

    def _get_block(self):
        """Return whether open cases block orders, or warn, and their notice."""
        blocking = self.filtered(lambda case: case.state in BLOCKING)
        state = "blocked" if blocking else "warned" if self else "none"
        return state, (blocking or self)._get_notice()

    def _get_notice(self, with_debts=0):
        """Return who is blocked or warned, since when, and who is accountable.

        :param with_debts: the number of debts to name, the oldest first
        """
        return "\n".join(case._get_single_notice(with_debts) for case in self)

    def _get_single_notice(self, with_debts):
        facts = {
            "client": self.partner_id.display_name,
            "number": self.name,
            "who": self.accountable_id.name or self.env._("the unit's manager"),
        }
        if self.blacklisted_on:
            text = self.env._(
                "%(client)s is on the blacklist since %(day)s (case %(number)s). Ask"
                " %(who)s.",
                day=format_date(self.env, self.blacklisted_on),
                **facts,
            )
        else:
            text = self.env._(
                "%(client)s has overdue debts (case %(number)s, stage %(stage)s). Ask"
                " %(who)s.",
                stage=dict(self._fields["state"]._description_selection(self.env))[
                    self.state
                ],
                **facts,
            )
        debts = self._get_debt_lines(with_debts) if with_debts else []
        return "\n".join([text, *debts])

    def _get_debt_lines(self, number):
        """Return the oldest debts of today, one a line, and the others in one line."""
        company = self.company_id
        today = company._telecom_today()
        client = self.partner_id.commercial_partner_id
        debts = self.env["telecom.arrears"]._get_overdue_debts(company, today, client)
        debts = debts.get(client.id, [])

        def format_total(chosen):
            total = sum(debt["amount"] for debt in chosen)
            return format_amount(self.env, total, company.currency_id)

        lines = [
            self.env._(
                "- %(invoice)s: %(amount)s, due on %(day)s",
                invoice=debt["move_name"],
                amount=format_total([debt]),
                day=format_date(self.env, debt["due_on"]),
            )
            for debt in debts[:number]
        ]
        if rest := debts[number:]:
            lines.append(
                self.env._(
                    "- %(count)s more: %(amount)s",
                    count=len(rest),
                    amount=format_total(rest),
                )
            )
        return lines

    def _update_activities(self):
        """Replace the activities of cases by those of their current stage.

        The lead manager, the deputy and the manager of the unit recover the debts;
        leaders decide proposals. Cases that are over have no activities.
        """
        # sudo: the activities of other users follow the stage of the case
        cases = self.sudo()
        cases.activity_unlink([RECOVER, DECIDE])
        cases.filtered("is_over").activity_unlink([ORDER_REFUSED])
        cases._create_stage_activities()

    def _create_stage_activities(self):
        """Create the activities of the stages of cases that have none."""
        # sudo: as above
        cases = self.sudo()
        # Fetch all at once: record by record, Odoo reads a thousand at a time.
        cases.fetch(["name", "partner_id", "state", "deadline", "accountable_id"])
        clients = cases.partner_id
        clients.fetch(["name", "client_manager_id", "deputy_manager_id"])
        managers = clients.client_manager_id | clients.deputy_manager_id
        self._fetch_users(managers.user_id | cases.accountable_id)
        owing = cases.filtered(
            lambda case: not case.is_over and case.state != "release_proposed"
        )
        owing._schedule_activities(
            RECOVER, {case: case._get_people_to_recover() for case in owing}
        )
        proposals = cases.filtered(
            lambda case: case.state in ("proposed", "release_proposed")
        )
        leaders = cases.env.ref(LEADER).all_user_ids.filtered("active")
        proposals._schedule_activities(
            DECIDE, {case: leaders - case._get_proposer() for case in proposals}
        )

    def _get_people_to_recover(self):
        """Return the accountable person, the client's managers and the unit manager."""
        client = self.partner_id
        managers = client.client_manager_id | client.deputy_manager_id
        people = self.accountable_id | managers.user_id
        people |= self.sales_unit_id._find_responsible_manager()
        return people.filtered("active")

    def _get_proposer(self):
        if self.state == "proposed":
            return self.proposed_by_id
        return self.release_proposed_by_id

    def _schedule_activities(self, type_xmlid, people):
        """Create an activity for each person who can open the case.

        :param people: ``{case: users}``
        """
        kind = self.env.ref(type_xmlid)
        model_id = self.env["ir.model"]._get_id(self._name)
        today = {company: company._telecom_today() for company in self.company_id}
        cases_by_user = {}
        for case, users in people.items():
            for user in users:
                cases_by_user.setdefault(user, []).append(case.id)
        self._fetch_users(self.env["res.users"].union(*cases_by_user))
        values = []
        for user, ids in cases_by_user.items():
            local = kind.with_context(lang=user.lang)
            stages = dict(self._fields["state"]._description_selection(local.env))
            values += [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": model_id,
                    "res_id": case.id,
                    "user_id": user.id,
                    "automated": True,
                    "summary": f"{stages[case.state]}: {local.name}",
                    "date_deadline": max(case.deadline or day, day)
                    if type_xmlid == RECOVER
                    else day,
                }
                for case in self.browse(
                    self.browse(ids)._filter_readable_by(user).ids
                ).with_prefetch(self.ids)
                for day in [today[case.company_id]]
            ]
        self._insert_activities(values)

    def _insert_activities(self, vals_list):
        """Create activities of one type in a constant number of statements.

        Odoo creates the first; the others are copies of it with their own values. Their
        users follow the cases, as those of activities that Odoo creates.
        """
        if not vals_list:
            return
        # Send no mails: one night may create hundreds of activities.
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        first = activities.create(vals_list[0])
        users = self.env["res.users"]
        names = {case.id: case.display_name for case in self}
        rows = [
            vals
            | {
                "res_name": names[vals["res_id"]],
                "user_tz": users.browse(vals["user_id"]).tz or None,
            }
            for vals in vals_list[1:]
        ]
        copies = insert_copies(first, rows)
        if copies:
            self._insert_followers(copies)

    def _insert_followers(self, activities):
        """Make the users of activities follow the cases, with the default subtypes."""
        _all, internal, external = self.env["mail.message.subtype"].default_subtypes(
            self._name
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH added AS (
                    INSERT INTO mail_followers (res_model, res_id, partner_id)
                    SELECT DISTINCT %(model)s, activity.res_id, users.partner_id
                      FROM mail_activity activity
                      JOIN res_users users ON users.id = activity.user_id
                     WHERE activity.id = ANY(%(activities)s)
               ON CONFLICT DO NOTHING
                 RETURNING id)
                INSERT INTO mail_followers_mail_message_subtype_rel
                SELECT added.id, subtype.id
                  FROM added CROSS JOIN unnest(%(subtypes)s) subtype(id)
                """,
                model=self._name,
                activities=activities.ids,
                subtypes=(internal | external).ids,
            )
        )
        self.env["mail.followers"].invalidate_model(flush=False)
        self.invalidate_model(
            ["message_follower_ids", "message_partner_ids", "activity_ids"], flush=False
        )

    def _log_bodies(self, bodies):
        """Log a text in each case, in a constant number of statements.

        Odoo creates the first message; the others are copies of it.

        :param bodies: ``{case_id: text}``
        """
        if not self:
            return
        first = self[0]
        sample = first._message_log_batch({first.id: bodies[first.id]})
        sample.flush_recordset()
        shown, text = str(sample.body), str(escape(bodies[first.id]))
        insert_copies(
            sample,
            [
                {
                    "res_id": case.id,
                    "body": shown.replace(text, str(escape(bodies[case.id]))),
                    "message_id": generate_tracking_message_id("message-notify"),
                }
                for case in self[1:]
            ],
        )
        self.invalidate_recordset(["message_ids"])

    def _fetch_users(self, users):
        """Fetch what rights and texts of users depend on, for all users at once.

        Odoo asks for each user in an environment of his own, one by one.
        """
        users.fetch(["active", "partner_id", "group_ids", "company_ids"])
        users.partner_id.fetch(["lang", "tz"])
        users.mapped("all_group_ids")

    def _filter_readable_by(self, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return self.with_user(user).with_context(**companies)._filtered_access("read")
