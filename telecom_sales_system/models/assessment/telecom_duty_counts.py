from odoo import api, models
from odoo.tools import SQL


class TelecomDutyCounts(models.AbstractModel):
    """Counts of duties for scores, in one query."""

    _name = "telecom.duty.counts"
    _description = "Counts of Duties"

    @api.model
    def _count_duties(self, units, types, date_from, date_to):
        """Count the duties due within the days, with their state on the last day.

        A duty done after the last day counts as missing. A duty that is not overdue
        today does not. Grave errors count for the report, whenever they were found.

        :return: ``{(unit_id, type_id): (due, in_time, late, missing, grave_errors)}``;
            pairs without duties are left out
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit_id, type_id, COUNT(*),
                       COUNT(*) FILTER (WHERE fulfilled_on <= due_on),
                       COUNT(*) FILTER (WHERE fulfilled_on > due_on
                                          AND fulfilled_on <= %(date_to)s),
                       COUNT(*) FILTER (WHERE %(missed)s),
                       SUM(COALESCE(grave_errors, 0))
                  FROM telecom_duty
                 WHERE unit_id = ANY(%(units)s) AND type_id = ANY(%(types)s)
                   AND due_on BETWEEN %(date_from)s AND %(date_to)s
              GROUP BY unit_id, type_id
                """,
                missed=self._get_missed_condition(date_to),
                date_from=date_from,
                date_to=date_to,
                units=units.ids,
                types=types.ids,
            )
        )
        return {(unit_id, type_id): tuple(counts) for unit_id, type_id, *counts in rows}

    @api.model
    def _get_missed_condition(self, as_of):
        """Return the SQL condition of the duties overdue and not done on a day."""
        return SQL(
            "due_on < %s AND (fulfilled_on IS NULL OR"
            " (fulfilled_on > due_on AND fulfilled_on > %s))",
            self._get_today(),
            as_of,
        )

    @api.model
    def _get_missed_domain(self, date_from, date_to):
        """Return the domain of the duties due within the days and missed.

        The same rule as ``_get_missed_condition``.
        """
        return [
            ("due_on", ">=", date_from),
            ("due_on", "<=", date_to),
            ("due_on", "<", self._get_today()),
            "|",
            ("fulfilled_on", "=", False),
            "&",
            ("days_late", ">", 0),
            ("fulfilled_on", ">", date_to),
        ]
