from lxml import etree

from odoo.tests import TransactionCase, tagged

APP = "//app[@name='telecom_sales_system']"
ROOMS = [
    "organisation",
    "clients",
    "fieldwork",
    "performance",
    "arrears",
    "assessment",
    "circulars",
]
# Kept by the program, not by people.
KEPT = {
    "telecom_watched_on",
    "telecom_log_frequency_from",
    "telecom_setup_put_away",
    "telecom_samples_confirmed_on",
    "telecom_is_sample",
}


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    """The settings page: each setting in its room, with help, and taking effect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.settings = cls.env["res.config.settings"].with_user(cls.admin)
        view = cls.settings.get_view(view_type="form")
        [cls.app] = etree.fromstring(view["arch"]).xpath(APP)

    def test_rooms_in_their_order(self):
        names = [block.get("name") for block in self.app.xpath("block")]
        self.assertEqual([name for name in names if name in ROOMS], ROOMS)

    def test_every_setting_of_the_company_is_there(self):
        wanted = {
            name
            for name, field in self.env["res.company"]._fields.items()
            if name.startswith("telecom_")
            and field.store
            and field.type not in ("one2many", "many2many")
        }
        shown = {node.get("name") for node in self.app.xpath(".//setting//field")}
        self.assertEqual(sorted(wanted - KEPT - shown), [])

    def test_every_setting_has_help(self):
        settings = self.app.xpath(".//setting")
        self.assertGreater(len(settings), 20)
        for setting in settings:
            with self.subTest(setting=setting.get("id")):
                self.assertTrue((setting.get("help") or "").strip())

    def test_every_link_opens_a_list(self):
        buttons = self.app.xpath(".//setting//button[@type='action']")
        models = set()
        for button in buttons:
            action = self.env["ir.actions.act_window"].browse(int(button.get("name")))
            with self.subTest(button=button.get("string")):
                model = self.env[action.res_model].with_user(self.admin)
                model.check_access("read")
                model.get_views([(False, "list"), (False, "form")])
            models.add(action.res_model)
        self.assertLessEqual(
            {
                "telecom.salesperson.grade",
                "telecom.client.tier",
                "telecom.revenue.line",
                "telecom.assessment.scheme",
                "telecom.metric",
                "telecom.duty.type",
                "telecom.circular.template",
                "telecom.contest",
            },
            models,
        )

    def test_saving_changes_the_company(self):
        values = {
            "telecom_points_per_yuan": 2.0,
            "telecom_idle_after_months": 9,
            "telecom_warning_days": 20,
            "telecom_log_hour": 11,
            "telecom_circular_reminder_days": 5,
        }
        self.settings.create(values).execute()
        company = self.admin.company_id
        self.assertEqual({name: company[name] for name in values}, values)
