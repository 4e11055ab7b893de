from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestMeasures(TransactionCase):
    """Whatever a graph or a pivot measures can be aggregated, or it does not open."""

    def test_measures_have_an_aggregator(self):
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "telecom.%"), ("type", "in", ("graph", "pivot"))]
        )
        measures = {
            (view.model, name)
            for view in views
            for name in etree.fromstring(view.get_combined_arch()).xpath(
                "//field[@type='measure']/@name"
            )
        }
        self.assertIn(("telecom.performance.entry", "points"), measures)
        bare = [
            f"{model}.{name}"
            for model, name in sorted(measures)
            if not self.env[model].fields_get([name])[name].get("aggregator")
        ]
        self.assertEqual(bare, [])
