from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestDepartmentSettings(OrganisationCommon):
    """The department changes the app's settings without Odoo's Settings right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings = cls.env["telecom.settings"].with_user(cls.service)

    def test_the_page_shows_what_the_department_may_change(self):
        """All settings of Odoo's page that are of the app, but for readers' groups."""
        arch = etree.fromstring(self.settings.get_view(view_type="form")["arch"])
        shown = set(arch.xpath("//app//field/@name"))
        page = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        app = etree.fromstring(page).xpath("//app[@name='telecom_sales_system']")[0]
        everything = set(app.xpath(".//field/@name"))
        self.assertGreater(len(shown), 20)
        self.assertEqual(everything - shown, {"telecom_client_reader_group_ids"})
        self.assertFalse(arch.xpath("//app[@name='general_settings']"))

    def test_saving_changes_the_company(self):
        form = Form(self.settings)
        form.telecom_points_per_yuan = 2
        form.telecom_warning_floor = 500
        form.telecom_warning_days = 20
        settings = form.save()
        settings.execute()
        company = self.env.company
        self.assertEqual(company.telecom_points_per_yuan, 2)
        self.assertEqual(company.telecom_warning_floor, 500)
        self.assertEqual(company.telecom_warning_days, 20)
        settings.write({"telecom_warning_days": 25})
        self.assertEqual(company.telecom_warning_days, 25)

    def test_other_roles_cannot(self):
        for user in (self.anna.user_id, self.county_manager, self.leader, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.settings.with_user(user).create({"telecom_warning_days": 20})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.settings.with_user(user).create({}).execute()

    def test_nothing_else_can_be_reached(self):
        """Neither other fields, nor other companies, nor commands on groups."""
        other = self.env["res.company"].create({"name": "Other"})
        admin = self.env.ref("base.group_system")
        for vals in (
            {"company_id": other.id, "telecom_warning_days": 1},
            {"telecom_client_reader_group_ids": [Command.link(admin.id)]},
            {"telecom_log_frequency_from": "2020-01-01"},
            {"currency_id": self.env.ref("base.EUR").id},
            {"create_uid": self.leader.id},
        ):
            with (
                self.subTest(vals=vals),
                self._refused(AccessError, "only settings of this app"),
            ):
                self.settings.create(vals)
        settings = self.settings.create({})
        with self._refused(AccessError, "only settings of this app"):
            settings.write({"company_id": other.id})
        with self.assertRaises(AccessError):
            self.env.company.with_user(self.service).telecom_warning_days = 1
