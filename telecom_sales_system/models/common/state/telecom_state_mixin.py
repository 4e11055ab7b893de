from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..kept_rows import check_ondelete


class TelecomStateMixin(models.AbstractModel):
    """Records that pass through states, and that stay as they are in final ones.

    In one of the ``_final_states`` nobody, nor the program, changes the
    ``_kept_fields`` (None: all but the chatter) or deletes the record. A model that
    allows deletion in fewer states lists these in ``_deletable_states``. The rows of
    such a record inherit ``telecom.state.part.mixin``.

    The guard holds whatever the context says: ``_force_unlink`` there, which any caller
    can send, switches off the usual ``@api.ondelete(at_uninstall=False)``.

    Models with another logic keep their own guard:

    - circulars: once issued, all but a list of fields is sealed, and a successor may
      still supersede them
    - ledger entries and the history of tiers: no user ever changes them
    - monthly reports of units, targets, duties: what was sent, the closed months, and
      what counts for a score decide, not a state
    - arrears cases, meetings: final for people, not for the program
    """

    _name = "telecom.state.mixin"
    _description = "Records with States"
    _final_states = frozenset()
    _kept_fields = None
    _deletable_states = None

    def write(self, vals):
        self._check_change(vals)
        return super().write(vals)

    @check_ondelete
    def _unlink_except_final(self):
        self._check_deletable()

    def _check_change(self, vals):
        """Check that records may be changed; models extend it.

        :raises UserError: a field would change that a final record keeps
        """
        if any(map(self._is_kept_field, vals)):
            self._check_not_final()

    def _check_deletable(self):
        """Check that records may be deleted; models extend it.

        :raises UserError: a record is final, or in no state in which it can be deleted
        """
        if self._deletable_states is not None:
            self._check_state(*self._deletable_states)
        self._check_not_final()

    def _check_not_final(self):
        for record in self:
            if record._is_final():
                text = self.env._(
                    "%(kind)s %(record)s is “%(state)s” and stays as it is.",
                    kind=self._get_kind(),
                    record=record.display_name,
                    state=record._get_state_label(),
                )
                raise UserError("\n".join(filter(None, [text, self._get_way_out()])))

    def _check_state(self, *allowed):
        """Check that a step is possible for all records.

        :param allowed: values of the field State in which it is
        :raises UserError: a record is in another state
        """
        for record in self:
            if record.state not in allowed:
                labels = self._get_state_labels()
                raise UserError(
                    self.env._(
                        "%(kind)s %(record)s is “%(state)s”; this step needs"
                        " “%(needed)s”.",
                        kind=self._get_kind(),
                        record=record.display_name,
                        state=record._get_state_label(),
                        needed=format_list(
                            self.env, [labels[state] for state in allowed], "or"
                        ),
                    )
                )

    def _is_final(self):
        return self.state in self._final_states

    @api.model
    def _is_kept_field(self, name):
        if self._kept_fields is None:
            return not name.startswith(("message_", "activity_"))
        return name in self._kept_fields

    def _get_state_label(self):
        return self._get_state_labels()[self.state]

    @api.model
    def _get_state_labels(self):
        return dict(self._fields["state"]._description_selection(self.env))

    @api.model
    def _get_kind(self):
        """Return the name of the model in the language of the user."""
        return self.env["ir.model"]._get(self._name).name

    @api.model
    def _get_way_out(self):
        """Return a sentence on what to do about a final record, or ""."""
        return ""
