from odoo import api, fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Metrics of the amounts that clients owe, from the computation of arrears."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[
            ("arrears_owed", "Owed by Clients"),
            ("arrears_overdue", "Overdue"),
        ],
        ondelete={"arrears_owed": "cascade", "arrears_overdue": "cascade"},
    )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {
            "arrears_owed": ("outstanding",),
            "arrears_overdue": ("outstanding",),
        }

    def _measure_arrears_owed(self, scopes, _date_from, date_to):
        return self._measure_arrears(scopes, date_to, SQL("TRUE"))

    def _measure_arrears_overdue(self, scopes, _date_from, date_to):
        return self._measure_arrears(scopes, date_to, SQL("owed.is_overdue"))

    def _evidence_arrears_owed(self, scope, _date_from, date_to):
        return self._evidence_arrears(scope, date_to)

    def _evidence_arrears_overdue(self, scope, _date_from, date_to):
        model, domain = self._evidence_arrears(scope, date_to)
        return model, [*domain, ("overdue", ">", 0)]

    def _measure_arrears(self, scopes, as_of, condition):
        """Measure the amounts owed at the end of a day.

        They belong to a unit by client or seller, and to a salesperson by sale.
        """
        return self._sum_facts(
            scopes,
            SQL(
                """
                SELECT owed.unit_id, NULL::int AS team_id, p.id AS salesperson_id,
                       owed.value
                  FROM (%s) owed
             LEFT JOIN telecom_salesperson p
                    ON p.user_id = owed.user_id AND p.company_id = owed.company_id
                 WHERE %s
                """,
                self._get_kept_facts(self._get_arrears_sums(scopes.company_id, as_of)),
                condition,
            ),
        )

    def _get_arrears_sums(self, companies, as_of):
        arrears = self.env["telecom.arrears"]
        return SQL(
            """
            SELECT COALESCE(unit.id, %s) AS unit_id, item.user_id, item.company_id,
                   item.bucket > 0 AS is_overdue, SUM(item.owed) AS value
              FROM %s
             WHERE item.owed > 0
          GROUP BY 1, item.user_id, item.company_id, item.bucket > 0
            """,
            self._get_city_sql(SQL("item.company_id")),
            arrears._get_items_with_unit_source(
                arrears._get_items_query(companies, as_of)
            ),
        )

    def _evidence_arrears(self, scope, as_of):
        """Return the arrears balances stored for the last day of the period."""
        whose = (
            [("user_id", "=", scope.user_id.id)]
            if scope._name == "telecom.salesperson"
            else self._get_unit_domain(scope, "sales_unit_id")
        )
        company = ("company_id", "=", scope.company_id.id)
        return "telecom.arrears.balance", [("date", "=", as_of), company, *whose]
