from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class TelecomStateMixin(models.AbstractModel):
    """Records that pass through states, each of which allows some steps only."""

    _name = "telecom.state.mixin"
    _description = "Records with States"

    def _check_state(self, *allowed):
        """Check that a step is possible for all records.

        :param allowed: values of the field State in which it is
        :raises UserError: a record is in another state
        """
        for record in self:
            if record.state not in allowed:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(kind)s %(record)s is “%(state)s”; this step needs"
                        " “%(needed)s”.",
                        kind=self._get_kind(),
                        record=record.display_name,
                        state=labels[record.state],
                        needed=format_list(
                            self.env, [labels[state] for state in allowed], "or"
                        ),
                    )
                )

    def _get_kind(self):
        """Return the name of the model in the language of the user."""
        return self.env["ir.model"]._get(self._name).name
