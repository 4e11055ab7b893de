from odoo.tests import BaseCase, tagged

from ...tools.distance import metres_between


@tagged("post_install", "-at_install")
class TestDistance(BaseCase):
    def test_known_ways(self):
        """A degree of latitude is 2 x pi x 6,371 km / 360 = 111.195 km, anywhere;
        one of longitude is that at the equator, and half of it at 60 degrees north
        (cos 60 = 0.5), where the great circle is a hair shorter."""
        self.assertAlmostEqual(metres_between((29, 110), (30, 110)), 111_195, -1)
        self.assertAlmostEqual(metres_between((0, 110), (0, 111)), 111_195, -1)
        half = metres_between((60, 110), (60, 111))
        self.assertAlmostEqual(half / 55_597, 1, 4)
        self.assertEqual(metres_between((29.1, 110.5), (29.1, 110.5)), 0)

    def test_other_side_of_the_date_line(self):
        """From 179.5 east to 179.5 west is one degree, not 359."""
        self.assertAlmostEqual(metres_between((0, 179.5), (0, -179.5)), 111_195, -1)
