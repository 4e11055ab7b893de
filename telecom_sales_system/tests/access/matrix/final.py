"""Final states of records, past the steps that lead there."""

from odoo.tools import SQL

# What makes records of these final; of the others it is their state.
MADE_FINAL = {
    "telecom.duty": {"fulfilled_on": "2026-01-31"},
    "telecom.marketing.project": {"done_on": "2026-01-31"},
    "telecom.tier.review.line": {"applied_on": "2026-01-31 08:00:00"},
}
# Their states allow or forbid steps, but none is final.
NEVER_FINAL = {"telecom.blacklist.case", "telecom.salesperson"}


class FinalStates:
    """Records of any model with states, put into a final one."""

    def _make_final(self, record):
        """Put a record into a final state, past the steps that lead there."""
        vals = MADE_FINAL.get(record._name)
        if not vals:
            states = record._fields["state"].get_values(self.env)
            final = [s for s in states if record.new({"state": s})._is_final()]
            kept = set(states) - (record._deletable_states or set(states))
            vals = {"state": [*final, *sorted(kept)][0]}
        self._set_columns(record, vals)

    def _set_columns(self, record, vals):
        self.env.flush_all()
        for column, value in vals.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(column),
                    value,
                    record.id,
                )
            )
        self.env.invalidate_all()
