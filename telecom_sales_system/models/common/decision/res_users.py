from odoo import models
from odoo.exceptions import UserError

from ..kept_rows import check_ondelete

ADDONS = "telecom_sales_"


class ResUsers(models.Model):
    """Users, who are not deleted once records say what they did."""

    _inherit = "res.users"

    @check_ondelete
    def _unlink_except_named_by_records(self):
        for name, fields in self._get_fields_that_keep_users().items():
            # sudo: any record counts, also of other units and companies
            records = self.env[name].sudo().with_context(active_test=False)
            for field in fields:
                if found := records.search([(field.name, "in", self.ids)], limit=1):
                    user = (found[field.name] & self)[:1]
                    raise UserError(
                        self.env._(
                            "User %(user)s is named by %(model)s %(record)s, field"
                            " %(field)s, which keeps who did what. Archive the user"
                            " instead.",
                            user=user.name,
                            model=self.env["ir.model"]._get(name).name,
                            record=found.display_name,
                            field=field._description_string(self.env),
                        )
                    )

    def _get_fields_that_keep_users(self):
        """Return ``{model: fields}`` of our addons that name users and stay filled."""
        kept = {}
        for name, model in self.env.items():
            if model._auto and not model._abstract and not model._transient:
                fields = [
                    field
                    for field in model._fields.values()
                    if field.comodel_name == "res.users"
                    and field.store
                    and field.type in ("many2one", "many2many")
                    and field.ondelete == "restrict"
                    and any(module.startswith(ADDONS) for module in field._modules)
                ]
                if fields:
                    kept[name] = fields
        return kept
