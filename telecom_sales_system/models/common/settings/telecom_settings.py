from odoo import api, models
from odoo.exceptions import AccessError

from ..groups import check_service

APP = "//app[@name='telecom_sales_system']"


class TelecomSettings(models.TransientModel):
    """The app's own settings, which the department changes without Odoo's Settings.

    It is the app's part of Odoo's settings page, with the settings of the mixin: no
    other field of a company can be reached by it.
    """

    _name = "telecom.settings"
    _description = "Settings of the Department"
    _inherit = ["telecom.settings.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_settings(vals)
        # sudo: role, company and names of the settings were checked above
        return super(TelecomSettings, self.sudo()).create(vals_list).sudo(False)

    def write(self, vals):
        self.check_access("write")  # those that the user opened
        self._check_settings(vals)
        # sudo: as above
        return super(TelecomSettings, self.sudo()).write(vals)

    def execute(self):
        """Reload the page; the settings were saved with the record."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "reload"}

    @api.model
    def _get_page_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_settings_action"
        )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Put the app's part of Odoo's settings page into the form."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            # sudo: the description of a page, which holds no values
            page, _view = (
                self.env["res.config.settings"].sudo()._get_view(view_type="form")
            )
            for app in page.xpath(APP):
                for setting in app.xpath(".//setting"):
                    names = setting.xpath(".//field/@name")
                    if not all(name in self._fields for name in names):
                        setting.getparent().remove(setting)
                arch.append(app)
        return arch, view

    def _check_settings(self, vals):
        """Check that the user may set these values.

        :raises AccessError: another role or company, or no setting of the mixin
        """
        check_service(
            self.env,
            self.env._("Only the customer service department changes these settings."),
        )
        for name, value in vals.items():
            if not (self.env.su or self._is_own_setting(name, value)):
                raise AccessError(
                    self.env._(
                        "Settings, field %s: only settings of this app are changed"
                        " here, for a company that you work in.",
                        name,
                    )
                )

    def _is_own_setting(self, name, value):
        """Return whether the user may give a setting a value."""
        if name == "company_id":
            return value in self.env.companies.ids
        field = self._fields.get(name)
        is_setting = field and (field.related or "").startswith("company_id.telecom_")
        # Commands of lists could change the records themselves.
        if not is_setting or field.readonly or field.type.endswith("2many"):
            return False
        if field.type == "many2one" and value:
            self.env[field.comodel_name].browse(value).check_access("read")
        return True
