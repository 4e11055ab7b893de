from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

ROLES = ("salesperson", "leader", "auditor")
WHOLE_COMPANY = ("service", "leader", "auditor")


class TelecomDashboard(models.AbstractModel):
    """The first page of the app: the user's tasks of today and current figures.

    Each tile follows the user's record rules: salespeople see their own work, unit
    managers that of their people, other users that of the whole company. The latter
    also get blocks with the figures of the month above their tiles.
    """

    _name = "telecom.dashboard"
    _description = "Dashboard"
    _inherit = ["telecom.dashboard.tiles"]

    @api.model
    @api.readonly
    def read_page(self):
        """Return the page of the user.

        :return: a dictionary: title, day, company, blocks (key, title and the data of
            ``_get_block_<key>``), and tiles, each with key, title, icon, value, note,
            alarm (whether something is late), items (label, detail, action) and the
            action that opens its records
        :raises AccessError: the user has no role in the app
        """
        user = self.env.user
        if not any(user.has_group(self._get_group_xmlid(role)) for role in ROLES):
            raise AccessError(
                self.env._("This page is for people with a role in Telecom Sales.")
            )
        # Users without a time zone get that of the bureau.
        page = self.with_context(tz=user._get_telecom_zone().key)
        today = fields.Date.context_today(page)
        return {
            "title": self.env._("Good day, %s", user.name),
            "day": fields.Date.to_string(today),
            "company": self.env.company.name,
            "blocks": page._get_blocks(today) if self._can_see_whole_company() else [],
            "tiles": [tile for tile in page._get_tiles(today) if tile],
        }

    def _can_see_whole_company(self):
        """Return whether the user sees the figures of the whole company."""
        user = self.env.user
        return any(
            user.has_group(self._get_group_xmlid(role)) for role in WHOLE_COMPANY
        )

    def _get_blocks(self, today):
        """Return the blocks in the order of the page."""
        return []

    def _get_group_xmlid(self, role):
        return f"telecom_sales_system.group_telecom_{role}"

    def _get_tiles(self, today):
        """Return the tiles in the order of the page."""
        return [
            self._get_tile_visits(today),
            self._get_tile_due(today),
            self._get_tile_activities(today),
            # The blocks show these figures for the whole company.
            None if self._can_see_whole_company() else self._get_tile_points(today),
            self._get_tile_rank(today),
            None if self._can_see_whole_company() else self._get_tile_arrears(today),
            self._get_tile_cases(today),
        ]

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
        return action | ({"name": name} if name else {})

    def _get_list_action(self, model, domain, name, views=("list", "form")):
        """Return an action for some records of a model, without reading one."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, kind) for kind in views],
            "domain": domain,
        }

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _format_number(self, value, digits=2):
        return formatLang(self.env, value, digits=digits)
