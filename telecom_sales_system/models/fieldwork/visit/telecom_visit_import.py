from odoo import api, models
from odoo.exceptions import ValidationError

from ...common.groups import SERVICE

TEMPLATE = "/telecom_sales_system/static/xls/telecom_visit%s.xlsx"


class TelecomVisit(models.Model):
    """Import of visits: planned ones by anybody, done ones by the department."""

    _inherit = "telecom.visit"

    @api.constrains("done_at", "salesperson_id")
    def _check_registered(self):
        for visit in self:
            if visit.done_at and not visit.unit_id:
                raise ValidationError(
                    self.env._(
                        "Visit %(visit)s, field Salesperson: %(person)s had no unit on"
                        " that day. Enter the assignment first.",
                        visit=visit.display_name,
                        person=visit.salesperson_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create visits; the department may enter some that took place already.

        Empty cells of an import take the default values.
        """
        vals_list = [
            {
                name: value
                for name, value in vals.items()
                if value or name not in ("kind", "done_at", "stop")
            }
            for vals in vals_list
        ]
        done = [None] * len(vals_list)
        if self.env.user.has_group(SERVICE):
            done = [vals.pop("done_at", None) for vals in vals_list]
        visits = super().create(vals_list)
        for visit, moment in zip(visits, done, strict=True):
            if moment:
                # sudo: guarded fields, entered by the department from paper
                visit.sudo().write({"state": "done", "done_at": moment})
        visits.filtered("done_at")._check_month_open()
        return visits

    @api.model
    def get_import_templates(self):
        """Offer a list of visits to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Visits"),
                "template": TEMPLATE % language,
            }
        ]
