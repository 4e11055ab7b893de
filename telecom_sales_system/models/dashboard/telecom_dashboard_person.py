from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, format_date

from ..common.groups import UNIT_MANAGER
from .telecom_dashboard import SHOWN


class TelecomDashboard(models.AbstractModel):
    """Tiles of a person's work: visits, clients that are due, activities, points."""

    _inherit = "telecom.dashboard"

    def _get_tile_visits(self, today):
        shown = [("state", "!=", "cancelled")]
        if self._can_see_whole_company():
            shown.append(("company_id", "in", [False, self.env.company.id]))
        domain = [*shown, ("is_today", "=", True)]
        visits = self.env["telecom.visit"]
        planned = [*domain, ("state", "=", "planned")]
        first = visits.search(planned, order="start, id", limit=SHOWN)
        count, left = visits.search_count(domain), visits.search_count(planned)
        return self._prepare_tile(
            "visits",
            self.env._("Visits Today"),
            "fa-map-marker",
            str(count),
            self._get_action(
                "telecom_visit_action", shown, context={"search_default_today": 1}
            ),
            note=self.env._("%s done", count - left),
            items=[
                {
                    "label": self._get_partner_name(visit.partner_id),
                    "detail": self._format_time(visit.start),
                    "action": self._open_record(visit),
                }
                for visit in first
            ],
        )

    def _format_time(self, moment):
        """Return the clock time as Odoo shows it to the user.

        Users without a time zone get that of the bureau.
        """
        own = self.env.context.get("tz") or self.env.user.tz
        local = self.with_context(tz=own or self.env.company._telecom_zone().key)
        return fields.Datetime.context_timestamp(local, moment).strftime("%H:%M")

    def _get_tile_due(self, today):
        """Return the tile of clients to visit within a week.

        Managers see the clients of their units, users who see the whole company all
        clients of the company, and others their own.
        """
        partners = self.env["res.partner"]
        domain = self._get_due_domain(today + timedelta(days=7))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT due.id, COUNT(*) OVER (),
                       COUNT(*) FILTER (WHERE due.due_on < %s) OVER ()
                  FROM (%s) due WHERE due.id IN %s
              ORDER BY due.due_on, due.id LIMIT %s
                """,
                today,
                partners._get_visits_due_query(),
                partners._search(domain).subselect(),
                SHOWN,
            )
        )
        clients = partners.browse(row[0] for row in rows)
        count, late = rows[0][1:] if rows else (0, 0)
        return self._prepare_tile(
            "due",
            self.env._("Clients to Visit"),
            "fa-handshake-o",
            str(count),
            self._get_action("res_partner_action_visits", domain),
            note=self.env._("%s overdue", late),
            alarm=bool(late),
            items=[
                {
                    "label": client.display_name,
                    "detail": format_date(self.env, client.next_visit_due),
                    "action": self._open_record(client),
                }
                for client in clients
            ],
        )

    def _get_due_domain(self, until):
        """Return the domain of the user's clients that are due for a visit by a day."""
        partners, user = self.env["res.partner"], self.env.user
        due = [("next_visit_due", "<=", until)]
        if self._can_see_whole_company():
            company = self.env.company.id
            return due + [
                "|",
                ("sales_unit_id.company_id", "=", company),
                "&",
                ("sales_unit_id", "=", False),
                ("company_id", "in", [False, company]),
            ]
        if user.has_group(UNIT_MANAGER):
            return due + [("sales_unit_id.supervisor_ids", "in", user.ids)]
        return partners._get_visits_due_domain(until)

    def _get_people_below(self):
        """Return the users of salespeople at work in the units the user supervises."""
        people = self.env["telecom.salesperson"]
        domain = [
            ("unit_id.supervisor_ids", "in", self.env.user.ids),
            *people._get_at_work_domain(),
        ]
        return people.search(domain).user_id

    def _get_tile_activities(self, today):
        activities = self.env["mail.activity"]
        below = self._get_people_below() - self.env.user
        domain = [("user_id", "in", (self.env.user | below).ids)]
        open_count = activities.search_count(domain)
        late = activities.search_count([*domain, ("date_deadline", "<", today)])
        first = activities.search(domain, order="date_deadline, id", limit=SHOWN)
        title = self.env._("Activities of My People") if below else None
        return self._prepare_tile(
            "activities",
            title or self.env._("My Activities"),
            "fa-clock-o",
            str(open_count),
            self._get_action("mail.mail_activity_action", domain),
            note=self.env._("%s overdue", late),
            alarm=bool(late),
            items=[
                {
                    "label": self._get_activity_label(activity),
                    "detail": format_date(self.env, activity.date_deadline),
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": activity.res_model,
                        "res_id": activity.res_id,
                        "views": [(False, "form")],
                    },
                }
                for activity in first
                if activity.res_model
            ],
        )

    def _get_activity_label(self, activity):
        label = activity.summary or activity.activity_type_id.name
        if activity.user_id == self.env.user:
            return label
        return f"{activity.user_id.sudo().name} · {label}"

    def _get_tile_points(self, today):
        """Return the tile of the points of the month on show, and of its year.

        Managers also see the points by person, the most points first. Entries count in
        the month of their period, as on papers: a correction of a closed month counts
        in the one that it was made in.
        """
        entries = self.env["telecom.performance.entry"]
        periods = self._get_shown_periods(today)
        shown = self._get_shown_month(today)
        period = periods.filtered(lambda period: period.date_from == shown)
        year = [("period_id", "in", periods.ids)]
        month = [("period_id", "=", period.id)]
        sums = dict(entries._read_group(year, ["period_id"], ["points:sum"]))
        people = []
        if self.env.user.has_group(UNIT_MANAGER):
            people = entries._read_group(
                [*month, ("salesperson_id", "!=", False)],
                ["salesperson_id"],
                ["points:sum"],
                limit=SHOWN,
                order="points:sum desc, salesperson_id",
            )
        name = self.env._("Points This Month")
        if shown != today.replace(day=1):
            name = self.env._("Points of %s", self._format_month(shown))
        return self._prepare_tile(
            "points",
            name,
            "fa-line-chart",
            self._format_number(sums.get(period, 0))
            if period.ledger_built_on
            else self.env._("Not computed yet"),
            self._get_action("telecom_performance_entry_action", year),
            note=periods[:1]._describe_year_to_date(
                self.env._("%s this year", self._format_number(sum(sums.values())))
            ),
            items=[
                {
                    "label": person.sudo().name,
                    "detail": self._format_number(points),
                    "action": self._get_action(
                        "telecom_performance_entry_action",
                        [*month, ("salesperson_id", "=", person.id)],
                    ),
                }
                for person, points in people
            ],
        )
