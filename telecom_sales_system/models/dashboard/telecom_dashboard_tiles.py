from odoo import fields, models
from odoo.tools import SQL

from ...tools.ranking import competition_ranks

SHOWN = 5
MANAGER = "telecom_sales_system.group_telecom_unit_manager"


class TelecomDashboardTiles(models.AbstractModel):
    """The tiles of the dashboard, each from the records that it opens."""

    _name = "telecom.dashboard.tiles"
    _description = "Tiles of the Dashboard"

    def _get_partner_name(self, partner):
        # sudo: as in views, a user who reads a record reads the names in it
        return partner.sudo().display_name

    def _get_tile_rank(self, today):
        """Return the tile of the user's rank among all salespeople of the company."""
        person = self.env["telecom.salesperson"].search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)]
        )
        if not person:
            return None
        # SQL: users may not read the points of others, but may know their own rank.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.id, COALESCE(SUM(entry.points), 0)
                  FROM telecom_salesperson person
             LEFT JOIN telecom_performance_entry entry
                    ON entry.salesperson_id = person.id
                   AND entry.recognition_date >= %s
                 WHERE person.company_id = %s AND person.state = 'registered'
                    OR person.id = %s
              GROUP BY person.id ORDER BY person.id
                """,
                today.replace(month=1, day=1),
                person.company_id.id,
                person.id,
            )
        )
        ranks = competition_ranks([points for _person_id, points in rows])
        ids = [person_id for person_id, _points in rows]
        return self._prepare_tile(
            "rank",
            self.env._("My Rank This Year"),
            "fa-trophy",
            str(ranks[ids.index(person.id)]),
            self._open_record(person),
            note=self.env._("of %s salespeople", len(rows)),
        )

    def _get_tile_arrears(self, today):
        items = self.env["telecom.arrears.item"]
        # Only one company: others may keep their books in another currency.
        domain = [("company_id", "=", self.env.company.id), ("overdue", ">", 0)]
        if self.env["telecom.salesperson"].search_count(
            [("user_id", "=", self.env.uid)]
        ) and not self.env.user.has_group(MANAGER):
            domain.append(("user_id", "=", self.env.uid))
        grouped = items._read_group(
            domain, ["partner_id"], ["overdue:sum"], order="overdue:sum desc"
        )
        return self._prepare_tile(
            "arrears",
            self.env._("Overdue"),
            "fa-exclamation-triangle",
            self._format_number(sum(overdue for _client, overdue in grouped)),
            self._get_action("telecom_arrears_item_action", domain),
            note=self.env._("%s clients", len(grouped)),
            alarm=bool(grouped),
            items=[
                {
                    "label": self._get_partner_name(client) or self.env._("No client"),
                    "detail": self._format_number(overdue),
                    "action": self._get_action(
                        "telecom_arrears_item_action",
                        [*domain, ("partner_id", "=", client.id)],
                    ),
                }
                for client, overdue in grouped[:SHOWN]
            ],
        )

    def _get_tile_cases(self, today):
        cases = self.env["telecom.blacklist.case"]
        user = self.env.user
        if user.has_group("telecom_sales_system.group_telecom_leader"):
            title = self.env._("Cases to Decide")
            domain = [("state", "in", ("proposed", "release_proposed"))]
        else:
            title = self.env._("Cases I Answer for")
            domain = [("accountable_id", "=", user.id), *cases._get_open_domain()]
        mine = cases.search(domain, order="deadline, id")
        late = mine.filtered("is_late")
        return self._prepare_tile(
            "cases",
            title,
            "fa-ban",
            str(len(mine)),
            self._get_action("telecom_blacklist_case_action", domain, title),
            note=self.env._("%s past their deadline", len(late)),
            alarm=bool(late),
            items=[
                {
                    "label": self._get_partner_name(case.partner_id),
                    "detail": fields.Date.to_string(case.deadline) or "",
                    "action": self._open_record(case),
                }
                for case in mine[:SHOWN]
            ],
        )
