from odoo.tests import TransactionCase, tagged

MIXIN = "telecom.shared.mixin"


@tagged("post_install", "-at_install")
class TestSharedSettings(TransactionCase):
    """What all companies use is changed only by who works in all of them."""

    def test_every_model_of_one_company_or_all(self):
        found = {
            name
            for name, model in self.env.items()
            if name.startswith("telecom.") and model._auto and not model._transient
            for field in (model._fields.get("company_id"),)
            if field and field.store and not (field.required or field.related)
            if not field.readonly or field.compute and not field.readonly
        }
        self.assertIn("telecom.assessment.scheme", found)
        self.assertEqual(
            {name for name in found if MIXIN not in self._get_parents(name)}, set()
        )

    def test_every_rule(self):
        """Each company sees its own settings and the shared ones, as in core."""
        for name, model in self.env.items():
            if MIXIN in self._get_parents(name) and "company_id" in model._fields:
                domains = self.env["ir.rule"].search(
                    [("model_id.model", "=", name), ("groups", "=", False)]
                )
                self.assertIn(
                    "[('company_id', 'in', company_ids + [False])]",
                    domains.mapped("domain_force"),
                    name,
                )

    def _get_parents(self, name):
        model = self.env[name]
        if model._abstract:
            return set()
        return {getattr(parent, "_name", None) for parent in type(model).__mro__}
