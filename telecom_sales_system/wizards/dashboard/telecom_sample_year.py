from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.groups import check_service


class TelecomSampleYear(models.TransientModel):
    """Dialog that loads a sample company with a year of documents, or takes it away."""

    _name = "telecom.sample.year"
    _description = "Load a Sample Year"

    sample_company_id = fields.Many2one(
        "res.company", compute="_compute_sample_company_id"
    )

    def _compute_sample_company_id(self):
        for dialog in self:
            samples = self.env["telecom.sample.company"]
            dialog.sample_company_id = samples._find_sample_company()

    def action_load(self):
        """Create the sample company, and switch to it.

        :raises UserError: this company has invoices of its own
        """
        self._check_service()
        if self.env["telecom.setup.step"]._has_invoices(self.env.company):
            raise UserError(
                self.env._(
                    "%s has invoices of its own: look at these. A sample year is for"
                    " databases that are tried out.",
                    self.env.company.name,
                )
            )
        company = self.env["telecom.sample.company"]._create_sample_company()
        return self._get_switch_action(company)

    def action_switch(self):
        """Switch to the sample company."""
        self._check_service()
        return self._get_switch_action(self.sample_company_id)

    def action_remove(self):
        """Take the sample company away with all that is in it.

        :raises UserError: it is the company that the user works in
        """
        self._check_service()
        company = self.sample_company_id
        others = self.env.user.company_ids - company
        if self.env.user.company_id == company or not others:
            raise UserError(
                self.env._(
                    "%s is your default company. Choose another one in your preferences"
                    " first.",
                    company.name,
                )
            )
        self.env["telecom.sample.company"]._remove_sample_company()
        return self._get_switch_action(self.env.user.company_id)

    def _check_service(self):
        check_service(
            self.env,
            self.env._("Only the customer service department sets up the company."),
        )

    @api.model
    def _get_switch_action(self, company):
        """Return the action that opens the app in a company."""
        return {
            "type": "ir.actions.client",
            "tag": "telecom_switch_company",
            "params": {"company_id": company.id},
        }
