from odoo import api, models

TEMPLATE = "/telecom_sales_system/static/xls/telecom_training_attendance%s.xlsx"


class TelecomTrainingAttendance(models.Model):
    """Import of a result list: rows of invited people are updated, others added."""

    _inherit = "telecom.training.attendance"

    @api.model
    def get_import_templates(self):
        """Offer a result list to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Attendance"),
                "template": TEMPLATE % language,
            }
        ]

    def _load_records_create(self, vals_list):
        """Update the rows of people who are on the list, and create the others."""
        for vals in vals_list:
            self._fill_implied_values(vals)
            vals.setdefault("training_id", self.env.context.get("default_training_id"))
        known = {
            (row.training_id.id, row.user_id.id): row
            for row in self.search(
                [
                    ("training_id", "in", [v["training_id"] for v in vals_list]),
                    ("user_id", "in", [vals.get("user_id") for vals in vals_list]),
                ]
            )
        }
        keys = [(vals["training_id"], vals.get("user_id")) for vals in vals_list]
        fresh = [
            vals for key, vals in zip(keys, vals_list, strict=True) if key not in known
        ]
        created = iter(super()._load_records_create(fresh))
        rows = self.browse()
        for key, vals in zip(keys, vals_list, strict=True):
            if key in known:
                known[key].write(vals)
            rows += known[key] if key in known else next(created)
        return rows
