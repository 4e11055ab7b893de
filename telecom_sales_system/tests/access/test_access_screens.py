from lxml import etree

from odoo.tests import new_test_user, tagged

from .common import AccessCommon
from .rooms import (
    arrears,
    assessment,
    circulars,
    clients,
    dashboard,
    fieldwork,
    organisation,
    performance,
)
from .rooms.rights import ROLES

ROOMS = (organisation, clients, performance, arrears, fieldwork, assessment, circulars)
ROOMS += (dashboard,)


def _specification(model, node):
    """What the web client asks for to show a view: its fields, and those in lists."""
    wanted = {}
    for child in node.iterchildren("field"):
        _add_field(model, child, wanted)
    for child in node.iterchildren(etree.Element):
        if child.tag != "field":
            wanted |= _specification(model, child)
    return wanted


def _add_field(model, node, wanted):
    field = model._fields[node.get("name")]
    wanted[field.name] = {}
    if field.type == "many2one":
        wanted[field.name] = {"fields": {"display_name": {}}}
    elif field.relational:
        comodel = model.env[field.comodel_name]
        views = node.xpath("./list|./kanban|./form")
        inner = _specification(comodel, views[0]) if views else {"display_name": {}}
        wanted[field.name] = {"fields": inner}


@tagged("post_install", "-at_install")
class TestAccessScreens(AccessCommon):
    """Every screen opens for everybody who finds it in the menu."""

    def _open(self, model, views):
        """Load views and their data, the way the web client does.

        :param views: ``[(view id or False, view type)]``
        """
        loaded = model.get_views(views)["views"]
        for kind, view in loaded.items():
            root = etree.fromstring(view["arch"])
            if kind in ("list", "kanban", "form"):
                wanted = _specification(model, root)
                model.web_search_read([], wanted, limit=5)
            if kind == "form" and model.has_access("create"):
                model.onchange({}, [], wanted)

    def _open_app(self, user):
        """Open all that the app's menu offers a user; return the models."""
        env = self.env(user=user, context={"lang": "en_US"})
        menus = env["ir.ui.menu"].load_menus(False)
        opened = []
        todo = [self.env.ref("telecom_sales_system.telecom_menu_root").id]
        while todo:
            menu = menus.get(todo.pop(), {"children": [], "action_id": False})
            todo += menu["children"]
            if menu["action_id"]:
                if menu["action_model"] == "ir.actions.client":
                    env["telecom.dashboard"].read_page()
                    continue
                if menu["action_model"] == "ir.actions.act_url":
                    continue  # the handbook, in tests/dashboard/test_handbook.py
                action = env[menu["action_model"]].browse(menu["action_id"])
                with self.subTest(user=user.login, menu=menu["name"]):
                    views = [*action.sudo().views, (False, "search")]
                    self._open(env[action.sudo().res_model], views)
                opened.append(action.sudo().res_model)
        return opened

    def test_app(self):
        for role in ROLES:
            expected = [model for room in ROOMS for model in room.SCREENS[role]]
            with self.subTest(role=role):
                opened = self._open_app(self.users[role])
                self.assertEqual(sorted(opened), sorted(expected))

    def test_salesperson_reads_the_history_of_the_own_file(self):
        note = "Certified in Changsha"
        self.anna.message_post(body=note)
        anna = self.anna.with_user(self.anna.user_id)
        self.assertIn(note, anna.message_ids[0].body)

    def test_link_to_a_team_opens_a_form_without_leads(self):
        """Whoever has no access to leads gets the form of telecom sales."""
        for user in (self.anna.user_id, self.leader, self.auditor):
            team = self.team.with_user(user)
            view_id = team.get_formview_action()["views"][0][0]
            self._open(team, [(view_id, "form")])
        sales = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman"
        )
        self.assertFalse(self.team.with_user(sales).get_formview_id())

    def test_screens_of_odoo_stay_open_for_people_without_a_role(self):
        """The screens that the addon extends, for a plain and for a sales user.

        Odoo's own form of a team counts leads, so that a plain user cannot open it.
        """
        groups = "sales_team.group_sale_manager,base.group_partner_manager"
        sales = new_test_user(self.env, "sales", groups=groups)
        forms = ("res.partner", "product.category")
        for user in (sales, *self.users.values()):
            for name in (*forms, "crm.team"):
                with self.subTest(user=user.login, model=name):
                    model = self.env[name].with_user(user)
                    views = [(False, "list")]
                    if name in forms or user == sales:
                        views.append((False, "form"))
                    self._open(model, views)
                    if name != "res.partner":
                        # Odoo itself has fields there that only administrators read.
                        model.search([], limit=3).read()
