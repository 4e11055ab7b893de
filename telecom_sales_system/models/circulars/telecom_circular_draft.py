from odoo import api, models


class TelecomCircular(models.Model):
    """Circular drafted from a course, an award list or a contest."""

    _inherit = "telecom.circular"

    @api.model
    def _get_city_bureau(self, company):
        """Return the city bureau of a company, which issues its circulars."""
        return self.env["telecom.sales.unit"].search(
            [("company_id", "=", company.id), ("kind", "=", "city")], limit=1
        )

    @api.model
    def _open_draft_on(self, origin, kind, name, unit):
        """Open the circular on a record that is not superseded; else draft one.

        :param name: the field of the circular that holds the record
        :param unit: the issuing unit
        """
        circular = self.search(
            [(name, "=", origin.id), ("superseded_by_ids", "=", False)], limit=1
        )
        circular = circular or self.create(
            {
                "kind": kind,
                name: origin.id,
                "unit_id": unit.id,
                "company_id": origin.company_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": circular.id,
            "views": [(False, "form")],
        }
