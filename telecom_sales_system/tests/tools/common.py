from contextlib import contextmanager
from decimal import Decimal

from odoo.tests import BaseCase

from ...tools.figures import NoFigure


class FigureCase(BaseCase):
    """Assertions on figures that are there or not."""

    @contextmanager
    def assertNoFigure(self, reason):
        """Assert that the block raises NoFigure for that reason."""
        with self.assertRaises(NoFigure) as caught:
            yield
        self.assertEqual(caught.exception.reason, reason)

    def assertFigures(self, outcome, **figures):
        """Assert some fields of an outcome; numbers as they are written."""
        for name, expected in figures.items():
            found = getattr(outcome, name)
            if isinstance(expected, str) and name != "sentence":
                expected = Decimal(expected)
            self.assertEqual(found, expected, name)
