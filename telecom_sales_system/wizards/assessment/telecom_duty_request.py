from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class TelecomDutyRequest(models.TransientModel):
    """Information request to several units, which answer by a date."""

    _name = "telecom.duty.request"
    _description = "Ask Units for Information"
    _check_company_auto = True

    def _default_type_id(self):
        return self.env.ref(
            "telecom_sales_system.duty_type_information_request",
            raise_if_not_found=False,
        )

    def _default_unit_ids(self):
        return self.env["telecom.sales.unit"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "in", ("branch", "county")),
            ]
        )

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    type_id = fields.Many2one(
        "telecom.duty.type",
        string="Duty",
        required=True,
        check_company=True,
        domain=[("frequency", "=", "request")],
        default=lambda self: self._default_type_id(),
    )
    subject = fields.Char(string="Subject of the Request", required=True)
    due_on = fields.Date(string="Answer by", required=True)
    request = fields.Html(required=True)
    unit_ids = fields.Many2many(
        "telecom.sales.unit",
        string="Units",
        required=True,
        check_company=True,
        default=lambda self: self._default_unit_ids(),
    )

    def action_ask(self):
        """Create a duty for every unit, and remind its manager.

        :raises UserError: units or the request are missing, or the date has passed
        """
        self.ensure_one()
        duties = self.env["telecom.duty"]
        if is_html_empty(self.request):
            raise UserError(
                self.env._("Request “%s”: write what you want to know.", self.subject)
            )
        if not self.unit_ids:
            raise UserError(
                self.env._(
                    "Request “%s”, field Units: choose who is asked.", self.subject
                )
            )
        if self.due_on < self.company_id._telecom_today():
            raise UserError(
                self.env._(
                    "Request “%s”, field Answer by: the day has passed. Choose one"
                    " that leaves time to answer.",
                    self.subject,
                )
            )
        asked = duties.create(
            [
                {
                    "type_id": self.type_id.id,
                    "unit_id": unit.id,
                    "subject": self.subject,
                    "request": self.request,
                    "due_on": self.due_on,
                }
                for unit in self.unit_ids
            ]
        )
        asked._remind_managers()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_duty_action_requests"
        ) | {"domain": [("id", "in", asked.ids)], "context": {}}
