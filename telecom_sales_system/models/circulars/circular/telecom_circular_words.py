from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ....tools.paper.letter import UnknownPlaceholder, check_placeholders

TEXTS = ("heading", "title", "body", "closing", "copy_to")


class TelecomCircularWords(models.AbstractModel):
    """Kind of circular, and texts with placeholders, which depend on it.

    Circulars and their templates share it, so that each kind is added once, by
    ``selection_add`` (see ``telecom.circular.source``).
    """

    _name = "telecom.circular.words"
    _description = "Words of a Circular"

    kind = fields.Selection([("other", "Other")], required=True)
    heading = fields.Char(help="Printed in red at the head of the paper.")
    title = fields.Char()
    body = fields.Text(
        string="Text before the Tables", help="Each line is a paragraph."
    )
    closing = fields.Text(
        string="Text after the Tables", help="Each line is a paragraph."
    )
    copy_to = fields.Char(
        string="Copies to",
        help="Further recipients, printed at the foot of the paper.",
    )
    placeholder_help = fields.Text(
        string="Placeholders", compute="_compute_placeholder_help"
    )

    @api.depends("kind")
    def _compute_placeholder_help(self):
        source = self.env["telecom.circular.source"]
        for circular in self:
            names = source._get_placeholders(circular.kind)
            circular.placeholder_help = source._format_placeholder_help(names)

    @api.constrains("kind", *TEXTS)
    def _check_placeholders(self):
        for record in self:
            known = record._get_known_placeholders()
            for name in TEXTS:
                try:
                    check_placeholders(record[name] or "", known)
                except UnknownPlaceholder as error:
                    message = record._get_unknown_placeholder_message(
                        name, error.fragment
                    )
                    raise ValidationError(message) from None

    def _remove_kind(self):
        """Remove the records of a kind, before the addon that added it is removed."""
        self.unlink()

    def _get_known_placeholders(self):
        return self.env["telecom.circular.source"]._get_placeholders(self.kind)

    def _get_unknown_placeholder_message(self, name, fragment):
        known = self._get_known_placeholders()
        return self.env._(
            "%(record)s, field %(field)s: “%(fragment)s” cannot be filled."
            " Placeholders: %(known)s. Text in [square brackets] is left out if it has"
            " no figure.",
            record=self._description,
            field=self._fields[name]._description_string(self.env),
            fragment=fragment,
            known=format_list(
                self.env, [f"{{{placeholder}}}" for placeholder in known]
            ),
        )
