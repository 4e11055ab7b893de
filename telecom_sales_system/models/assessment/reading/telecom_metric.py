from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.screens.list_action import prepare_list_action


class TelecomMetric(models.Model):
    """Metrics that people read elsewhere: the last confirmed reading counts."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("reading", "Reading")],
        ondelete={"reading": lambda metrics: metrics._remove_source()},
    )
    is_confidential = fields.Boolean(
        string="Confidential",
        help="For figures of a person, such as the income: only the person, the"
        " managers above and the leaders see them.",
    )

    _reading_is_state = models.Constraint(
        "CHECK (source <> 'reading' OR aggregation = 'stock')",
        "Metric: the last confirmed reading counts, so that its aggregation is “State"
        " at Its End”.",
    )
    _confidential_of_people = models.Constraint(
        "CHECK (is_confidential IS NOT TRUE OR NOT (for_unit IS TRUE OR for_team IS"
        " TRUE OR in_person_report IS TRUE))",
        "Metric, field Confidential: only figures of salespeople that are in no monthly"
        " report can be confidential.",
    )

    @api.onchange("source")
    def _onchange_source_reading(self):
        if self.source == "reading":
            self.aggregation = "stock"

    @api.constrains(lambda self: ["is_confidential", *self._get_part_fields()])
    def _check_confidential(self):
        """Keep confidential figures out of what others see."""
        for metric in self:
            parts = metric._get_parts()
            if not metric.is_confidential and any(parts.mapped("is_confidential")):
                raise ValidationError(
                    self.env._(
                        "Metric %s: a part of it is confidential, so it has to be"
                        " confidential, too.",
                        metric.name,
                    )
                )
        # sudo: uses that the user does not see count, too
        secret = self.sudo().filtered("is_confidential")
        used = Domain.OR(
            Domain(name, "in", secret.ids) for name in self._get_part_fields()
        )
        ratios = self.sudo().search(
            Domain("is_confidential", "=", False) & used, limit=1
        )
        if ratios:
            raise ValidationError(
                self.env._(
                    "Metric %s: a part of it is confidential, so it has to be"
                    " confidential, too.",
                    ratios.name,
                )
            )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {"reading": ("value",)}

    def _measure_reading(self, scopes, _date_from, date_to):
        """Return the last confirmed values until a day; they are never summed up."""
        return {
            scope_id: value
            for scope_id, value, _reading in self._find_last_readings(scopes, date_to)
        }

    def _evidence_reading(self, scope, _date_from, date_to):
        """Return the reading that counts."""
        self.env.flush_all()
        found = self._find_last_readings(scope, date_to)
        return "telecom.reading", [
            ("id", "in", [reading_id for _scope, _value, reading_id in found])
        ]

    def _find_last_readings(self, scopes, date_to):
        """Return ``[(scope id, value, id of the reading)]`` of the last day until one.

        Of one day, what was confirmed last counts.
        """
        column = SQL.identifier(
            self.env["telecom.reading"]._get_scope_field(scopes),
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (%(column)s) %(column)s, value, id
                  FROM telecom_reading
                 WHERE metric_id = %(metric)s AND state = 'approved'
                   AND date <= %(date_to)s AND %(column)s IN %(scopes)s
              ORDER BY %(column)s, date DESC, confirmed_at DESC, id DESC
                """,
                column=column,
                metric=self.id,
                date_to=date_to,
                scopes=tuple(scopes.ids),
            )
        )

    def _explain_missing_reading(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: there is no confirmed reading. Enter one under"
            " Assessment > Readings, and let somebody else confirm it.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, scope

    def _open_missing_reading(self, scope):
        """Open the readings of the scope, so that one can be entered."""
        field = self.env["telecom.reading"]._get_scope_field(scope)
        action = prepare_list_action(
            self.env,
            f"{scope.display_name} · {self.name}",
            "telecom.reading",
            [("metric_id", "=", self.id), (field, "=", scope.id)],
        )
        context = {"default_metric_id": self.id, f"default_{field}": scope.id}
        return action | {"context": context}
