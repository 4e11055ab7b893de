from odoo import api, models

from .telecom_scope_mixin import SCOPE_FIELDS

TEMPLATE = "/telecom_sales_system/static/xls/telecom_target%s.xlsx"


class TelecomTarget(models.Model):
    """Import of a year's targets: those that exist are changed, others added."""

    _inherit = "telecom.target"

    @api.model
    def get_import_templates(self):
        """Offer a list of targets to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Targets"),
                "template": TEMPLATE % language,
            }
        ]

    def _load_records_create(self, vals_list):
        """Change the target of a metric, a year and a scope that has one already."""
        years = self.default_get(["year"])
        for vals in vals_list:
            vals.setdefault("year", years["year"])
        known = {
            target._get_import_key(): target
            for target in self.search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("metric_id", "in", [vals.get("metric_id") for vals in vals_list]),
                    ("year", "in", [vals["year"] for vals in vals_list]),
                ]
            )
        }
        keys = [self._get_import_key_from_vals(vals) for vals in vals_list]
        created = iter(
            super()._load_records_create(
                [v for k, v in zip(keys, vals_list, strict=True) if k not in known]
            )
        )
        targets = self.browse()
        for key, vals in zip(keys, vals_list, strict=True):
            if key in known:
                known[key].write(vals)
            targets += known[key] if key in known else next(created)
        return targets

    def _get_import_key(self):
        scopes = [self[name].id for name in SCOPE_FIELDS.values()]
        return (self.metric_id.id, self.year, *scopes)

    def _get_import_key_from_vals(self, vals):
        scopes = [vals.get(name) or False for name in SCOPE_FIELDS.values()]
        return (vals.get("metric_id"), vals["year"], *scopes)
