from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestVisitProspect(OrganisationCommon):
    """A cold visit to the new tea shop of Cili."""

    def _visit(self, **vals):
        return self.env["telecom.visit"].create(
            {"start": "2026-03-12 01:00:00", "prospect": " Tea Shop ", **vals}
        )

    @users("anna")
    def test_put_on_file_with_the_visit(self):
        with Form(self.env["telecom.visit"]) as form:
            form.prospect = "Tea Shop"
            form.prospect_phone = "0744 123456"
        visit = form.record
        self.assertEqual(visit.partner_id.name, "Tea Shop")
        self.assertEqual(visit.partner_id.phone, "0744 123456")
        self.assertTrue(visit.partner_id.is_company)
        self.assertEqual(visit.kind, "cold")
        self.assertIn("Tea Shop", visit.event_id.name)

    @users("anna")
    def test_small_firm(self):
        visit = self._visit(kind="small_firm")
        self.assertTrue(visit.partner_id.is_small_firm)

    @users("anna")
    def test_on_file_once(self):
        """A second visit by name goes to the firm that is on file."""
        self.assertEqual(self._visit().partner_id, self._visit().partner_id)

    @users("anna")
    def test_somebody_elses_client(self):
        self.env["res.partner"].sudo().create(
            {
                "name": "Tea Shop",
                "is_company": True,
                "tier_id": self.env.ref("telecom_sales_system.client_tier_gold").id,
                "client_manager_id": self.bert.id,
                "sales_unit_id": self.branch.id,
            }
        )
        with self._refused(UserError, "Tea Shop is on file already"):
            self._visit()

    @users("leader")
    def test_readers_bring_no_prospects(self):
        with self.assertRaises(AccessError):
            self._visit(salesperson_id=self.anna.id)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Tea Shop")]))
