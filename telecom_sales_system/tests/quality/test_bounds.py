from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

# Figures that have no bound by their nature.
UNBOUNDED = {
    "telecom.assessment.condition.value": "of any metric, also of a growth",
    "telecom.assessment.line.manual_score": "bounded by the points of the line",
    "telecom.award.list.line.score": "copied from the card by the computation",
    "telecom.contest.band.threshold": "of any metric, also of a growth",
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
