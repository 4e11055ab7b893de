from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestHostColumns(TransactionCase):
    """No column of the addon is mandatory in a table of Odoo or another addon.

    Their rows are also written by those who do not know the column: a script, a
    migration, a server that has not loaded the addon yet.
    """

    def test_no_mandatory_column(self):
        columns = {
            (model._table, name)
            for model in self.env.values()
            if model._auto and not model._abstract
            for name, field in model._fields.items()
            if not model._original_module.startswith("telecom_")
            and field.store
            and field.column_type
            and field._modules
            and all(module.startswith("telecom_") for module in field._modules)
        }
        self.assertIn(("res_company", "telecom_log_frequency"), columns)
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = current_schema AND is_nullable = 'NO'"""
        )
        self.assertEqual(columns & set(self.env.cr.fetchall()), set())

    def test_company_without_kind_of_log(self):
        """Empty counts as daily: no change, then weekly, which begins on a Monday."""
        company = self.env.company
        self.env.cr.execute(
            "UPDATE res_company SET telecom_log_frequency = NULL WHERE id = %s",
            [company.id],
        )
        company.invalidate_recordset()
        today = company._telecom_today()
        self.assertEqual(company._get_log_frequency(today), "day")
        company.telecom_log_frequency = "day"
        self.assertFalse(company.telecom_log_frequency_from)
        company.telecom_log_frequency = "week"
        self.assertEqual(company._get_log_frequency(today), "day")
        self.assertEqual(
            company._get_log_frequency(company.telecom_log_frequency_from), "week"
        )
