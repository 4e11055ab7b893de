from decimal import Decimal

from lxml import etree

from odoo.tests import BaseCase, tagged

from ....tools.paper.bar_chart import PLOT_WIDTH, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


@tagged("post_install", "-at_install")
class TestBarChart(BaseCase):
    def _bars(self, *values):
        labels = [f"Unit {i}" for i in range(len(values))]
        chart = bar_chart(labels, [("This year", "#111111", list(values))])
        rects = etree.fromstring(str(chart)).findall(f"{SVG}rect")
        return [Decimal(rect.get("width")) for rect in rects[1:]]

    def test_longest_bar_fills_the_plot(self):
        self.assertEqual(
            self._bars(Decimal(50), Decimal(100)),
            [Decimal(PLOT_WIDTH) / 2, Decimal(PLOT_WIDTH)],
        )

    def test_nothing_and_less_than_nothing(self):
        self.assertEqual(self._bars(Decimal(0), Decimal(-5)), [0, 0])
        self.assertEqual(self._bars(None), [])

    def test_names_are_escaped(self):
        chart = bar_chart(["<b>"], [("A & B", "#111111", [Decimal(1)])])
        texts = [t.text for t in etree.fromstring(str(chart)).findall(f"{SVG}text")]
        self.assertEqual(texts[:2], ["A & B", "<b>"])
