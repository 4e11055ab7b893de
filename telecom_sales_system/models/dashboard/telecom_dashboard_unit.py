from odoo import fields, models
from odoo.tools import format_date

from ..common.groups import LEADER, SERVICE, UNIT_MANAGER
from .telecom_dashboard import SHOWN

LEADERS = 3  # of each category


class TelecomDashboard(models.AbstractModel):
    """Tiles of what a unit owes: logs, duties, circulars; and the contest."""

    _inherit = "telecom.dashboard"

    def _get_tile_duties(self, today):
        duties = self.env["telecom.duty"]
        domain = [
            ("fulfilled_on", "=", False),
            ("due_on", "<=", fields.Date.add(today, days=14)),
        ]
        unit_manager = self.env["telecom.sales.unit"].search_count(
            [("manager_id", "=", self.env.uid)]
        )
        if unit_manager:
            domain.append(("unit_id.supervisor_ids", "in", self.env.user.ids))
        elif not (
            self._can_see_whole_company() or self.env.user.has_group(UNIT_MANAGER)
        ):
            return None  # duties are those of a unit, which its manager fulfils
        if self._can_see_whole_company():
            domain.append(("company_id", "=", self.env.company.id))
        due = duties.search(domain, order="due_on, id", limit=SHOWN)
        late = duties.search_count([*domain, ("state", "in", ["missing"])])
        return self._prepare_tile(
            "duties",
            self.env._("Duties Due"),
            "fa-calendar-check-o",
            str(duties.search_count(domain)),
            self._get_action("telecom_duty_action", domain),
            note=self.env._("%s missing", late),
            alarm=bool(late),
            items=[
                {
                    "label": f"{duty.subject or duty.type_id.name} · "
                    f"{duty.unit_id.sudo().name}",
                    "detail": format_date(self.env, duty.due_on),
                    "action": self._open_record(duty),
                }
                for duty in due
            ],
        )

    def _get_tile_own_log(self, today):
        logs = self.env["telecom.sales.log"]
        person = self.env["telecom.salesperson"]._get_own_salesperson()
        if person.state != "registered":
            return None
        log = self._find_own_log(person, today)
        states = dict(logs._fields["state"]._description_selection(self.env))
        return self._prepare_tile(
            "own_log",
            self.env._("My Sales Log"),
            "fa-book",
            states[log.state] if log else self.env._("To Write"),
            self._open_own_log(log),
            alarm=not log,
        )

    def _find_own_log(self, person, today):
        return self.env["telecom.sales.log"].search(
            [
                ("salesperson_id", "=", person.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            limit=1,
        )

    def _open_own_log(self, log):
        """Return the action that opens the log, or a new one if there is none yet."""
        return self._open_record(log) if log else self._open_new("telecom.sales.log")

    def _open_new(self, model):
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "views": [(False, "form")],
        }

    def _get_shortcuts(self, today):
        """Return the buttons at the top: what a salesperson enters every day."""
        person = self.env["telecom.salesperson"]._get_own_salesperson()
        if person.state != "registered":
            return []
        log = self._find_own_log(person, today)
        return [
            {
                "key": "log",
                "label": self.env._("Write My Log"),
                "icon": "fa-book",
                "action": self._open_own_log(log),
            },
            {
                "key": "visit",
                "label": self.env._("Record a Visit"),
                "icon": "fa-map-marker",
                "action": self._open_new("telecom.visit"),
            },
        ]

    def _get_tile_logs(self, today):
        """Return the tile of logs that the user can inspect, the oldest first."""
        if not self.env.user.has_group(UNIT_MANAGER):
            return None
        logs = self.env["telecom.sales.log"]
        domain = [
            ("state", "=", "submitted"),
            ("is_sampled", "=", True),
            ("user_id", "!=", self.env.uid),
        ]
        count = logs.search_count(domain)
        late = logs.search_count([*domain, ("is_late", "=", True)])
        return self._prepare_tile(
            "logs",
            self.env._("Logs to Inspect"),
            "fa-check-square-o",
            str(count),
            self._get_action("telecom_sales_log_action_sample", domain),
            note=self.env._("%s handed in late", late),
            items=[
                {
                    "label": log.user_id.sudo().name,
                    "detail": format_date(self.env, log.date_from),
                    "action": self._open_record(log),
                }
                for log in logs.search(domain, order="date_from, id", limit=SHOWN)
            ],
        )

    def _get_tile_circulars_to_go_on(self, today):
        """Return the department's tile of drafts to review and circulars to issue."""
        if not self.env.user.has_group(SERVICE):
            return None
        circulars = self.env["telecom.circular"]
        domain = [
            ("state", "in", ("draft", "signed")),
            ("company_id", "=", self.env.company.id),
            "|",
            "|",
            ("state", "=", "signed"),
            ("author_id", "!=", self.env.uid),
            ("unit_id.drafter_may_review", "=", True),
        ]
        signed = circulars.search_count([*domain, ("state", "=", "signed")])
        title = self.env._("Circulars to Review or Issue")
        # Those that are signed first
        first = circulars.search(domain, order="state desc, id", limit=SHOWN)
        states = dict(circulars._fields["state"]._description_selection(self.env))
        return self._prepare_tile(
            "circulars_to_go_on",
            title,
            "fa-file-text-o",
            str(circulars.search_count(domain)),
            self._get_action("telecom_circular_action", domain, title),
            note=self.env._("%s signed", signed),
            alarm=bool(signed),
            items=[
                {
                    "label": circular.shown_title,
                    "detail": states[circular.state],
                    "action": self._open_record(circular),
                }
                for circular in first
            ],
        )

    def _get_tile_circulars_to_sign(self, today):
        """Return the tile of reviewed circulars that the user may sign."""
        user = self.env.user
        if not (user.has_group(LEADER) or user.has_group(UNIT_MANAGER)):
            return None
        circulars = self.env["telecom.circular"]
        domain = [
            ("state", "=", "reviewed"),
            ("author_id", "!=", user.id),
            ("author_ids", "not in", user.ids),
            ("reviewed_by_id", "!=", user.id),
        ]
        if not user.has_group(LEADER):
            domain += [
                ("unit_id.kind", "!=", "city"),
                ("unit_id.supervisor_ids", "in", user.ids),
            ]
        count = circulars.search_count(domain)
        first = circulars.search(domain, order="id", limit=SHOWN)
        return self._prepare_tile(
            "circulars_to_sign",
            self.env._("Circulars to Sign"),
            "fa-pencil",
            str(count),
            self._get_action(
                "telecom_circular_action", domain, self.env._("Circulars to Sign")
            ),
            alarm=bool(count),
            items=[
                {
                    "label": circular.shown_title,
                    "detail": circular.unit_id.sudo().name,
                    "action": self._open_record(circular),
                }
                for circular in first
            ],
        )

    def _get_tile_circulars(self, today):
        receipts = self.env["telecom.circular.receipt"]
        domain = [
            ("user_id", "=", self.env.uid),
            ("acknowledged_at", "=", False),
            ("is_addressed", "=", True),
            ("circular_id.state", "=", "issued"),
        ]
        waiting = receipts.search(domain, order="issued_on, id")
        return self._prepare_tile(
            "circulars",
            self.env._("Circulars to Acknowledge"),
            "fa-envelope-open-o",
            str(len(waiting)),
            self._get_action("telecom_circular_receipt_action_mine", domain),
            note=self.env._(
                "%s not read", len(waiting.filtered(lambda r: r.state == "unread"))
            ),
            alarm=bool(waiting),
            items=[
                {
                    "label": receipt.circular_id.display_name,
                    "detail": format_date(self.env, receipt.issued_on),
                    "action": self._open_record(receipt.circular_id),
                }
                for receipt in waiting[:SHOWN]
            ],
        )

    def _get_running_contest(self, today):
        return self.env["telecom.contest"].search(
            [
                ("state", "=", "running"),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    def _get_tile_contest(self, today):
        contest = self._get_running_contest(today)
        if self._can_see_whole_company() or not contest:
            return None
        standings = self.env["telecom.contest.standing"]
        domain = [("contest_id", "=", contest.id)]
        own = standings.search(
            [*domain, ("salesperson_id.user_id", "=", self.env.uid)], limit=1
        )
        people = [*domain, ("category_id.kind", "=", "salesperson"), ("rank", ">", 0)]
        first = standings.search(people, order="rank, id", limit=SHOWN)
        value, note = self._get_own_place(own) if own else (contest.name, "")
        return self._prepare_tile(
            "contest",
            self.env._("Contest"),
            "fa-flag-checkered",
            value,
            self._get_action("telecom_contest_standing_action", domain),
            note=note,
            items=[
                {
                    "label": f"{standing.rank} · {standing.name}",
                    "detail": self._format_number(standing.value),
                    "action": self._open_record(standing),
                }
                for standing in first
            ],
        )

    def _get_block_contest(self, today):
        """Return the block of the first three of each category, with their bands."""
        contest = self._get_running_contest(today)
        domain = [("contest_id", "=", contest.id), ("rank", ">", 0)]
        leaders = self.env["telecom.contest.standing"].search(
            [*domain, ("rank", "<=", LEADERS)], order="category_id, rank, id"
        )
        return {
            "key": "contest",
            "title": contest.name or self.env._("Contest"),
            "empty": not leaders
            and (
                self.env._("Nobody has been ranked yet.")
                if contest
                else self.env._("No contest is running.")
            ),
            "action": self._get_action(
                "telecom_contest_standing_action",
                domain[:1],
                contest.name,
                {"search_default_group_category": 1},
            )
            if contest
            else self._get_action("telecom_contest_action", []),
            "categories": [
                {
                    "label": category.name,
                    "bands": category.bands,
                    "items": [
                        {
                            "rank": standing.rank,
                            "label": standing.name,
                            "detail": self._format_number(standing.value),
                            "band": standing.band_id.name or "",
                            "action": self._open_record(standing),
                        }
                        for standing in standings[:LEADERS]
                    ],
                }
                for category, standings in leaders.grouped("category_id").items()
            ],
        }

    def _get_own_place(self, own):
        """Return the rank and the gap to the next band as texts."""
        place = self.env._("Place %s", own.rank) if own.rank else self.env._("No rank")
        if not own.next_band_id:
            return place, own.band_id.name or ""
        return place, self.env._(
            "%(gap)s to %(band)s",
            gap=self._format_number(own.gap),
            band=own.next_band_id.name,
        )
