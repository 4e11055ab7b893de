from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCompanyFields(TransactionCase):
    """A record that takes its company from another can be given that other one.

    A field with ``check_company`` offers only what is of the record's company; a new
    record that has none yet would be offered nothing to take it from.
    """

    def test_source_of_the_company_can_be_chosen(self):
        barred = [
            f"{name}.{source}"
            for name, source in self._sources()
            if self.env[name]._fields[source].check_company
        ]
        self.assertEqual(barred, [])

    def _sources(self):
        """Pairs of a model and the field that gives its new records their company."""
        depends = self.env.registry.field_depends
        found = []
        for name, model in self.env.items():
            company = model._fields.get("company_id")
            if name.startswith("telecom.") and company and company.compute:
                if not model.new({}).company_id:
                    names = {path.split(".")[0] for path in depends[company]}
                    found += [(name, field) for field in sorted(names)]
        self.assertIn(("telecom.visit", "salesperson_id"), found)
        return found
