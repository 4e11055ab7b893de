from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date, formatLang
from odoo.tools.date_utils import start_of

from ...tools.assessment.ranking import competition_ranks
from ..common.groups import LEADER, ROLES, SERVICE, UNIT_MANAGER, WHOLE_COMPANY
from ..common.screens.list_action import prepare_list_action, prepare_list_help

SHOWN = 5
# The page from top to bottom; gaps are for other addons.
BLOCKS = {
    "goals": 10,
    "trend": 20,
    "close": 30,
    "units": 40,
    "ageing": 50,
    "contest": 60,
}
TILES = {
    "decisions": 5,
    "visits": 10,
    "due": 20,
    "own_log": 30,
    "logs": 40,
    "activities": 50,
    "points": 60,
    "rank": 70,
    "arrears": 80,
    "cases": 90,
    "duties": 100,
    "contest": 110,
    "circulars_to_go_on": 120,
    "circulars_to_sign": 130,
    "circulars": 140,
    "samples": 150,
}
# Tiles of what somebody waits for the user to do
WAITING = {
    "decisions",
    "own_log",
    "logs",
    "cases",
    "circulars",
    "circulars_to_go_on",
    "circulars_to_sign",
    "samples",
}


class TelecomDashboard(models.AbstractModel):
    """The first page of the app: the user's tasks of today and current figures.

    Each tile follows the user's record rules: salespeople see their own work, unit
    managers that of their people, other users that of the whole company. The latter
    also get blocks with the figures of the month above their tiles.
    """

    _name = "telecom.dashboard"
    _description = "Dashboard"

    @api.model
    @api.readonly
    def read_page(self, month=None):
        """Return the page of the user.

        :param month: any day of the month whose figures to show; the current month by
            default. What is due is that of today, whatever the month.
        :return: a dictionary: title, day, company, month (see ``_get_month_choice``),
            blocks (key, title and the data of ``_get_block_<key>``), and tiles, each
            with key, title, icon, value, note, alarm (whether something is late), items
            (label, detail, action) and the action that opens its records
        :raises AccessError: the user has no role in the app
        """
        user = self.env.user
        if not any(map(user.has_group, ROLES)):
            raise AccessError(
                self.env._("This page is for people with a role in Telecom Sales.")
            )
        today = self.env.company._telecom_today()
        shown = min(start_of(fields.Date.to_date(month) or today, "month"), today)
        self = self.with_context(telecom_month=fields.Date.to_string(shown))
        return {
            "title": self.env._("Good day, %s", user.name),
            "day": format_date(self.env, today),
            "company": self.env.company.name,
            "month": self._get_month_choice(today),
            "blocks": self._get_blocks(today) if self._can_see_whole_company() else [],
            "tiles": self._mark_tiles(self._get_tiles(today)),
            "shortcuts": self._get_shortcuts(today),
        }

    def _get_shown_month(self, today):
        """Return the first day of the month whose figures the page shows."""
        shown = fields.Date.to_date(self.env.context.get("telecom_month"))
        return start_of(shown or today, "month")

    def _get_shown_periods(self, today):
        """Return the periods from January to the month on show, the latest first."""
        month = self._get_shown_month(today)
        # sudo: which months there are is no secret
        return (
            self.env["telecom.period"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("date_from", ">=", month.replace(month=1)),
                    ("date_from", "<=", month),
                ],
                order="date_from desc",
            )
        )

    def _get_month_choice(self, today):
        """Return the month on show with its neighbours and the age of its figures.

        :return: a dictionary: value and label of the month; previous and next, which
            are False at the ends of the ledger; note, which says of when its figures
            are; can_compute, whether the user may have them computed now
        """
        month = self._get_shown_month(today)
        period = self._get_shown_periods(today).filtered(
            lambda period: period.date_from == month
        )
        first_month = self.env["telecom.period"]._get_first_day(self.env.company)
        before, after = (fields.Date.add(month, months=step) for step in (-1, 1))
        return {
            "value": fields.Date.to_string(month),
            "label": self._format_month(month),
            "previous": before >= first_month and fields.Date.to_string(before),
            "next": after <= today and fields.Date.to_string(after),
            "note": self._describe_figures(period),
            "can_compute": period.state != "closed"
            and self.env.user.has_group(SERVICE),
        }

    def _format_month(self, month):
        """Return the month as papers write it."""
        return format_date(self.env, month, date_format=self.env._("yyyy-MM"))

    def _describe_figures(self, period):
        """Return the text that says of when the ledger of a month is."""
        if not period.ledger_built_on:
            return self.env._("Not computed yet")
        if period.state == "closed":
            return self.env._("Closed")
        moment = self.env.company._telecom_local(period.ledger_built_on)
        return self.env._("as of %s", f"{format_date(self.env, moment)} {moment:%H:%M}")

    def _can_see_whole_company(self):
        """Return whether the user sees the figures of the whole company."""
        return any(map(self.env.user.has_group, WHOLE_COMPANY))

    def _get_blocks(self, today):
        order = self._get_block_order()
        return [
            getattr(self, f"_get_block_{key}")(today)
            for key in sorted(order, key=order.get)
        ]

    @api.model
    def _get_block_order(self):
        """Return ``{key of a block: its place}`` from the top of the page down.

        Each block is built by ``_get_block_<key>(today)``. Other addons add theirs,
        between these, too: without a template of their own (``blockLooks`` of the page)
        as a card with title, value, note and items, as ``_prepare_tile`` returns them.
        """
        return dict(BLOCKS)

    def _mark_tiles(self, tiles):
        """Return the tiles for the user, each marked whether it comes before blocks.

        What waits for the user comes first, before the figures. An empty tile says so
        in a sentence, and what to do.
        """
        hints = self._get_hints()
        return [
            tile
            | {
                "waits": self._is_waiting(tile),
                "hint": ""
                if tile["items"] or tile["value"] != "0"
                else hints.get(tile["key"], ""),
            }
            for tile in tiles
            if tile
        ]

    @api.model
    def _is_waiting(self, tile):
        """Return whether a tile comes before the figures: decisions always do."""
        key, value = tile["key"], tile["value"]
        return key == "decisions" or (key in WAITING and value != "0")

    @api.model
    def _get_hints(self):
        """Return ``{key of a tile: what it says when it is empty}``."""
        return {
            "decisions": self.env._("Nothing waits for you."),
            "visits": self.env._(
                "No visit is planned for today. Plan one from Clients to Visit."
            ),
            "due": self.env._("No client has to be visited within a week."),
            "logs": self.env._("No log waits for inspection."),
            "activities": self.env._("Nothing is scheduled for you."),
            "cases": self.env._("No case waits for you."),
            "duties": self.env._("Nothing is due within two weeks."),
            "circulars_to_go_on": self.env._("No circular waits for you."),
            "circulars_to_sign": self.env._("No circular waits for you."),
            "circulars": self.env._("You acknowledged all circulars."),
        }

    def _get_tiles(self, today):
        order = self._get_tile_order()
        return [
            getattr(self, f"_get_tile_{key}")(today)
            for key in sorted(order, key=order.get)
        ]

    @api.model
    def _get_tile_order(self):
        """Return ``{key of a tile: its place}``, as ``_get_block_order`` for blocks.

        ``_get_tile_<key>(today)`` returns None where the tile is not for the user.
        """
        return dict(TILES)

    def _prepare_tile(self, key, title, icon, value, action=None, **more):
        return {
            "key": key,
            "title": title,
            "icon": icon,
            "value": value,
            "note": "",
            "alarm": False,
            "items": [],
            "action": action,
            **more,
        }

    def _get_action(self, xmlid, domain, name=None, context=None):
        """Return an action of this addon, or of Odoo, for some of its records."""
        if "." not in xmlid:
            xmlid = f"telecom_sales_system.{xmlid}"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action |= {"domain": domain, "context": context or {}}
        if not action.get("help"):
            # Some of Odoo's have none.
            action["help"] = prepare_list_help(self.env, self._get_empty_text())
        return action | ({"name": name} if name else {})

    def _get_list_action(self, model, domain, name, views=("list", "form")):
        """Return an action for some records of a model, without reading one."""
        action = prepare_list_action(
            self.env,
            name,
            model,
            domain,
            view_mode=",".join(views),
            text=self._get_empty_text(),
        )
        return action | {"views": [(False, kind) for kind in views]}

    def _get_empty_text(self):
        return self.env._(
            "The first page counts none at present. Records are shown here as soon as"
            " they are entered or computed."
        )

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _format_number(self, value, digits=2):
        return formatLang(self.env, value, digits=digits)

    def _get_partner_name(self, partner):
        # sudo: as in views, a user who reads a record reads the names in it
        return partner.sudo().display_name

    def _get_tile_rank(self, today):
        """Return the tile of the user's rank among all salespeople of the company."""
        person = self.env["telecom.salesperson"]._get_own_salesperson()
        if not person:
            return None
        periods = self._get_shown_periods(today)
        title = self.env._("My Rank This Year")
        year = self._get_shown_month(today).year
        if year != today.year:
            title = self.env._("My Rank in %s", year)
        if not any(periods.mapped("ledger_built_on")):
            return self._prepare_tile(
                "rank",
                title,
                "fa-trophy",
                self.env._("Not computed yet"),
                self._open_record(person),
            )
        # SQL: users may not read the points of others, but may know their own rank.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.id, COALESCE(SUM(entry.points), 0)
                  FROM telecom_salesperson person
             LEFT JOIN telecom_performance_entry entry
                    ON entry.salesperson_id = person.id
                   AND entry.period_id = ANY(%s)
                 WHERE person.company_id = %s AND person.state = 'registered'
                    OR person.id = %s
              GROUP BY person.id ORDER BY person.id
                """,
                periods.ids,
                person.company_id.id,
                person.id,
            )
        )
        ranks = competition_ranks([points for _person_id, points in rows])
        ids = [person_id for person_id, _points in rows]
        return self._prepare_tile(
            "rank",
            title,
            "fa-trophy",
            str(ranks[ids.index(person.id)]),
            self._open_record(person),
            note=self.env._("of %s salespeople", len(rows)),
        )

    def _get_tile_arrears(self, today):
        # The blocks show this figure for the whole company.
        if self._can_see_whole_company():
            return None
        items = self.env["telecom.arrears.item"]
        # Only one company: others may keep their books in another currency.
        domain = [("company_id", "=", self.env.company.id), ("overdue", ">", 0)]
        person = self.env["telecom.salesperson"]._get_own_salesperson()
        if person and not self.env.user.has_group(UNIT_MANAGER):
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
        if user.has_group(LEADER):
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
                    "detail": format_date(self.env, case.deadline),
                    "action": self._open_record(case),
                }
                for case in mine[:SHOWN]
            ],
        )

    def _get_tile_samples(self, today):
        """Return the tile that reminds the department of samples to confirm."""
        company = self.env.company
        is_service = self.env.user.has_group(SERVICE)
        if not is_service or company.telecom_samples_confirmed_on:
            return None
        return self._prepare_tile(
            "samples",
            self.env._("Samples"),
            "fa-flask",
            "",
            {
                "type": "ir.actions.act_window",
                "name": self.env._("Samples"),
                "res_model": "telecom.setup.check",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_kind": "samples"},
            },
            note=self.env._(
                "Conversion rates, tiers, grades and limits: not confirmed."
            ),
            alarm=True,
        )
