from odoo import api, models

# Keys with which a caller keeps Odoo from logging what changes.
SILENCERS = frozenset(
    {"tracking_disable", "mail_notrack", "mail_create_nolog"}
    | {"mail_auto_subscribe_no_notify"}
)
ADDONS = "telecom_"


class MailThread(models.AbstractModel):
    """Records with a log; no caller silences it for fields that our addons track.

    What these fields say is decided: states, tiers, managers, amounts. The program
    discards the log of a change that it logs itself (``_track_discard``).
    """

    _inherit = "mail.thread"

    def _compute_field_value(self, field):
        if not SILENCERS.isdisjoint(self.env.context):
            computed = [other.name for other in self.pool.field_computed[field]]
            if self._has_tracked_field(computed):
                self = self._remove_silencers()
        return super()._compute_field_value(field)

    @api.model_create_multi
    def create(self, vals_list):
        """Leave out the note “... created” of records that our addons ship.

        It would be in the language of the installation, whoever reads it.
        """
        if self.env.context.get("install_mode") and self._name.startswith("telecom."):
            self = self.with_context(mail_create_nolog=True)
        return super().create(vals_list)

    def write(self, vals):
        if not SILENCERS.isdisjoint(self.env.context) and self._has_tracked_field(vals):
            self = self._remove_silencers()
        return super().write(vals)

    def _remove_silencers(self):
        """Return the records without the context keys that silence their log."""
        # Keys are taken out.
        return self.with_context(  # pylint: disable=context-overridden
            {k: v for k, v in self.env.context.items() if k not in SILENCERS}
        )

    @api.model
    def _has_decisions(self):
        """Return whether our addons log decisions on such records."""
        return any(
            field.store and field._modules and field._modules[0].startswith(ADDONS)
            for field in self._fields.values()
        )

    def _get_decision_times(self):
        """Return when our addons logged decisions in words on a record of Odoo.

        A row is created in the same transaction, and so at the same time.

        :return: set of datetimes; models extend it
        """
        return set()

    def _has_tracked_field(self, names):
        """Return whether one of some fields is tracked by our addons."""
        fields = (self._fields[name] for name in names if name in self._fields)
        return any(
            getattr(field, "tracking", False)
            and any(module.startswith(ADDONS) for module in field._modules)
            for field in fields
        )
