from odoo.tests import TransactionCase, tagged

from ..common import NAME


@tagged("post_install", "-at_install")
class TestAccessRows(TransactionCase):
    """No model without access rights, wizards among them."""

    def test_every_model_has_access_rows(self):
        own = self.env["ir.model"].search([]).filtered(lambda m: NAME in m.modules)
        tables = own.filtered(
            lambda m: (
                m.model in self.env
                and not self.env[m.model]._abstract
                and NAME == self.env[m.model]._original_module
            )
        )
        self.assertGreater(len(tables), 10)
        bare = tables.filtered(lambda model: not model.access_ids)
        self.assertEqual(bare.mapped("model"), [])

    def test_every_row_names_a_group(self):
        """A row without a group would open the model to portal and public users."""
        rows = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.model.access")]
        )
        access = self.env["ir.model.access"].browse(rows.mapped("res_id"))
        self.assertFalse(access.filtered(lambda row: not row.group_id).mapped("name"))
