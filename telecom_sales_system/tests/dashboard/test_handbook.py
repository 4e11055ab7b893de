from urllib.parse import urlsplit

from odoo.tests import new_test_user, tagged

from ..common import OrganisationCommon
from ..rpc import RpcCase


@tagged("post_install", "-at_install")
class TestHandbook(OrganisationCommon, RpcCase):
    """The menu opens the page of the user's role in the user's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def _open(self, user):
        """Open what the menu opens; return the path without its root."""
        action = self.env.ref("telecom_sales_system.telecom_handbook_menu").action
        self.authenticate(user.login, self._password(user))
        response = self.url_open(action.url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/html", response.headers["Content-Type"])
        path = urlsplit(response.url).path
        root = "/telecom_sales_system/static/handbook/"
        self.assertTrue(path.startswith(root), path)
        return path.removeprefix(root), response.text

    def test_each_role_finds_its_page(self):
        invoicing = new_test_user(
            self.env, "bookkeeper", groups="account.group_account_invoice"
        )
        system = new_test_user(self.env, "keeper", groups="base.group_system")
        plain = new_test_user(self.env, "onlooker", groups="base.group_user")
        expected = {
            self.anna.user_id: "salesperson",
            self.county_manager: "manager",
            self.service: "department",
            self.leader: "leader",
            self.auditor: "auditor",
            system: "administrator",
            invoicing: "accountant",
            plain: "index",
        }
        for user, page in expected.items():
            with self.subTest(user=user.login):
                path, _text = self._open(user)
                self.assertEqual(path, f"en/{page}.html")

    def test_the_page_speaks_the_language_of_the_user(self):
        self.leader.lang = "zh_CN"
        path, text = self._open(self.leader)
        self.assertEqual(path, "zh_CN/leader.html")
        self.assertIn("<h1>领导</h1>", text)

    def test_everybody_with_a_role_has_the_menu(self):
        menu = self.env.ref("telecom_sales_system.telecom_handbook_menu")
        for user in (self.anna.user_id, self.service, self.leader, self.auditor):
            with self.subTest(user=user.login):
                menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
                self.assertIn(menu.id, menus)

    def test_the_handbook_is_for_users(self):
        self.authenticate(None, None)
        response = self.url_open("/telecom/handbook", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
