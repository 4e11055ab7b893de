from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.paper.letter import fill_placeholders


class TelecomCircularPrefix(models.TransientModel):
    """The prefix (发文代字) of a unit, asked for by the first step that needs it."""

    _name = "telecom.circular.prefix"
    _description = "Circular Prefix of a Unit"

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["telecom.sales.unit"]._get_city_unit(
            self.env.company
        ),
    )
    circular_ids = fields.Many2many("telecom.circular")
    circular_prefix = fields.Char(
        required=True,
        compute="_compute_circular_prefix",
        store=True,
        readonly=False,
        help="It cannot be told from the name of the unit: enter what its official"
        " papers have.",
    )
    example = fields.Char(
        string="The First Number", compute="_compute_example", readonly=True
    )

    @api.depends("unit_id")
    def _compute_circular_prefix(self):
        for wizard in self:
            wizard.circular_prefix = wizard.unit_id.circular_prefix

    @api.depends("unit_id", "circular_prefix")
    def _compute_example(self):
        for wizard in self:
            company = wizard.unit_id.company_id or self.env.company
            parts = {
                "prefix": wizard.circular_prefix or "____",
                "year": str(company._telecom_today().year),
                "number": "1",
            }
            pattern = company.telecom_circular_pattern
            wizard.example = fill_placeholders(pattern, parts)

    def action_save(self):
        """Give the unit its prefix, and go on with the review of the circulars.

        :raises AccessError: the user neither manages units nor this one
        :raises UserError: the prefix is blank
        """
        self.ensure_one()
        prefix = (self.circular_prefix or "").strip()
        if not prefix:
            raise UserError(
                self.env._(
                    "Sales unit %s, field Circular Prefix: enter it.", self.unit_id.name
                )
            )
        self._get_writable_unit().circular_prefix = prefix
        if self.circular_ids:
            return self.circular_ids.action_review()
        return {"type": "ir.actions.act_window_close"}

    def _get_writable_unit(self):
        """Return the unit with the rights to give it a prefix."""
        unit = self.unit_id
        if unit.has_access("write"):
            return unit
        # sudo: the manager of a unit gives it the prefix that it lacks, nothing else
        trusted = unit.sudo()
        if self.env.user in trusted.supervisor_ids and not trusted.circular_prefix:
            return trusted
        raise AccessError(
            self.env._(
                "Sales unit %s, field Circular Prefix: the customer service department"
                " enters it, or a manager of the unit while it has none.",
                unit.name,
            )
        )
