from odoo import api, models
from odoo.exceptions import AccessError

# What the names of our addons begin with
ADDONS = "telecom_sales_"


class TelecomGuardedMixin(models.AbstractModel):
    """Records with fields that users cannot set directly, but only by buttons.

    These are the stored fields of our addons that are computed and not for editing, and
    those that a model names in ``_guarded_fields``: what its buttons set under sudo
    after a check of the right to write.
    """

    _name = "telecom.guarded.mixin"
    _description = "Fields Set by Buttons Only"
    _guarded_fields = frozenset()

    @api.model
    def default_get(self, fields):
        """Return defaults; those of guarded fields come from the model only.

        Defaults in the context or stored by a user do not count, not even under sudo.
        """
        guarded = {name for name in fields if self._is_guarded_field(name)}
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

    @api.model
    def _is_guarded_field(self, name):
        field = self._fields.get(name)
        is_computed = field and field.compute and field.store and field.readonly
        # A core model that inherits the mixin sets its own computed fields as it likes.
        is_ours = is_computed and any(
            module.startswith(ADDONS) for module in field._modules
        )
        return is_ours or name in self._guarded_fields

    def _check_guarded_fields(self, vals):
        guarded = sorted(filter(self._is_guarded_field, vals))
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
