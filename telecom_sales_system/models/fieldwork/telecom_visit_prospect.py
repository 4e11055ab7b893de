from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomVisit(models.Model):
    """Visit to a firm that is not on file yet, given by name and telephone."""

    _inherit = "telecom.visit"

    prospect = fields.Char(
        string="New Prospect",
        store=False,
        help="The name of a firm that is not on file yet. Saving the visit creates the"
        " firm.",
    )
    prospect_phone = fields.Char(string="Telephone of the Prospect", store=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Create visits, and the new prospects that they name.

        :raises UserError: a prospect is on file, as a client of somebody else's
        """
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            name = (vals.pop("prospect", None) or "").strip()
            phone = vals.pop("prospect_phone", None)
            if name and not vals.get("partner_id"):
                vals["partner_id"] = self._find_prospect(name) or self._create_prospect(
                    name, phone, vals.get("kind")
                )
        return super().create(vals_list)

    def _find_prospect(self, name):
        """Return the id of the firm of that name, if it is on file and may be seen."""
        domain = [("name", "=", name), ("parent_id", "=", False)]
        # sudo: clients of other people count too, so that no firm is created twice
        firms = self.env["res.partner"].sudo().search(domain, order="id")
        seen = firms.sudo(False)._filtered_access("read")
        if firms and not seen:
            raise UserError(
                self.env._(
                    "Visit, field New Prospect: %s is on file already, as a client of"
                    " somebody else. Ask the customer service department.",
                    name,
                )
            )
        return seen[:1].id

    def _create_prospect(self, name, phone, kind):
        self.check_access("create")
        vals = {
            "name": name,
            "phone": phone,
            "is_company": True,
            "is_small_firm": kind == "small_firm",
        }
        # sudo: salespeople may not change contacts, but may create prospects
        return self.env["res.partner"].sudo().create(vals).id
