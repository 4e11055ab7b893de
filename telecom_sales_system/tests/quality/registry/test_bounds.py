from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

# Figures that have no bound by their nature.
UNBOUNDED = {
    "telecom.assessment.condition.value": "of any metric, also of a growth",
    "telecom.assessment.line.manual_score": "bounded by the points of the line",
    "telecom.award.list.line.score": "copied from the card by the computation",
    "telecom.contest.band.threshold": "of any metric, also of a growth",
    "telecom.reading.value": "of any metric, also of a growth",
    "telecom.target.base": "last year's figure of any metric",
}


@tagged("post_install", "-at_install")
class TestBounds(TransactionCase):
    """The database bounds each rate, share, weight and score that users enter."""

    def _get_entered(self):
        """Return the columns of numbers that users or settings enter."""
        for name, model in self.env.items():
            if not model._auto or model._transient or model._abstract:
                continue
            for field in model._fields.values():
                ours = field._modules and all(
                    m.startswith("telecom_") for m in field._modules
                )
                if (
                    ours
                    and field.type == "float"
                    and field.store
                    and field.column_type
                    and not (field.readonly or field.compute or field.related)
                ):
                    yield name, field.name

    def test_every_entered_number(self):
        unbounded = set()
        entered = list(self._get_entered())
        self.assertIn(("telecom.maintenance.budget", "rate"), entered)
        for model, name in entered:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT FROM pg_constraint c
                      JOIN pg_attribute a
                        ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                     WHERE c.contype = 'c' AND c.conrelid = %s::regclass
                       AND a.attname = %s
                    """,
                    self.env[model]._table,
                    name,
                )
            )
            if not rows:
                unbounded.add(f"{model}.{name}")
        self.assertEqual(unbounded, set(UNBOUNDED))

    def test_values_beyond(self):
        """500 % of last year's revenue, a loss of 1 %, ten times too much of 15 %."""
        unit = self.env["telecom.sales.unit"].create(
            {"name": "Cili", "code": "CL", "kind": "city"}
        )
        budget = self.env["telecom.maintenance.budget"].create(
            {"unit_id": unit.id, "year": 2026}
        )
        line = self.env["telecom.revenue.line.rate"].search([], limit=1)
        indicator = self.env["telecom.assessment.indicator"].search([], limit=1)
        indicator.scheme_id.sudo().state = "draft"
        company = self.env.company
        for record, name, bad, error in (
            (budget, "rate", 5, ValidationError),
            (budget, "rate", -0.02, ValidationError),
            (line, "rate", -0.01, ValidationError),
            (line, "rate", 1.01, ValidationError),
            (indicator, "growth", 150, CheckViolation),
            (company, "telecom_report_tolerance", 101, CheckViolation),
            (company, "telecom_maintenance_rate_floor", 1.5, CheckViolation),
        ):
            with self.subTest(record=record._name, name=name, value=bad):
                refused = self.assertRaises(error)
                with refused, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    record[name] = bad
                    self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "Cili 2026, field Accrual Rate"):
            budget.rate = 5
