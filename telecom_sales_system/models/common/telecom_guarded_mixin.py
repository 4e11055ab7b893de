from odoo import api, models
from odoo.exceptions import AccessError


class TelecomGuardedMixin(models.AbstractModel):
    """Records with fields that users cannot set directly, but only by buttons.

    A model names them in ``_guarded_fields``: what its buttons set under sudo after a
    check of the right to write, and computed fields that others rely on.
    """

    _name = "telecom.guarded.mixin"
    _description = "Fields Set by Buttons Only"
    _guarded_fields = frozenset()

    @api.model
    def default_get(self, fields):
        """Return defaults; those of guarded fields come from the model only.

        Defaults in the context or stored by a user do not count, not even under sudo.
        """
        guarded = self._guarded_fields.intersection(fields)
        values = super().default_get([name for name in fields if name not in guarded])
        for name in guarded:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self)
                values[name] = field.convert_to_write(value, self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded_fields(vals)
        return super().write(vals)

    def _check_guarded_fields(self, vals):
        guarded = sorted(self._guarded_fields & vals.keys())
        if guarded and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(record)s, field %(field)s: use the buttons of the record; the"
                    " field cannot be set directly.",
                    record=self[:1].display_name or self._description,
                    field=self._fields[guarded[0]]._description_string(self.env),
                )
            )

    def _set_guarded_fields(self, vals):
        """Set guarded fields for a user who may write on these records."""
        self.check_access("write")
        # sudo: the right was checked in the line above; nothing else sets these
        self.sudo().write(vals)
