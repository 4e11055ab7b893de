from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ...models.common.decision.confirmation import ASKS


class TelecomConfirmation(models.TransientModel):
    """Dialog that says what an act is going to do, before it is done."""

    _name = "telecom.confirmation"
    _description = "Confirmation"

    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_ids = fields.Json(string="Records", readonly=True)
    method = fields.Char(required=True, readonly=True)
    question = fields.Text(compute="_compute_question")
    needs_reason = fields.Boolean(compute="_compute_question")
    reason = fields.Text(help="Kept in the log of the record.")

    @api.depends("res_model", "res_ids", "method")
    def _compute_question(self):
        for wizard in self:
            settings = wizard._get_settings()
            describe = getattr(wizard._get_records(), settings["describe"])
            wizard.question = describe()
            wizard.needs_reason = settings["needs_reason"]

    def action_go_on(self):
        """Do what was asked about, and keep the reason in the log of the records.

        :raises UserError: a reason is needed, and there is none
        """
        self.ensure_one()
        settings, records = self._get_settings(), self._get_records()
        reason = (self.reason or "").strip()
        if settings["needs_reason"] and not reason:
            raise UserError(self.env._("Enter the reason."))
        result = getattr(records, self.method)()
        if reason:
            for record in records:
                record.message_post(body=self.env._("Reason: %s", reason))
        return result or {"type": "ir.actions.act_window_close"}

    @api.model
    def _open_dialog(self, records, method):
        """Return the action of the dialog that asks whether to do something."""
        records.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Please Confirm"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": records._name,
                "default_res_ids": records.ids,
                "default_method": method,
            },
        }

    def _get_settings(self):
        """Return what the act says of its question.

        :raises UserError: it is none that asks first
        """
        model = self.env.registry.get(self.res_model)
        settings = getattr(getattr(model, self.method or "", None), "asks_first", None)
        if not settings:
            raise UserError(self.env._("This act needs no confirmation."))
        return settings

    def _get_records(self):
        # Without the defaults of this dialog, and so that the act is done.
        context = clean_context(self.env.context) | {ASKS: False}
        # The context of the button, but for these.
        model = self.env[self.res_model].with_context(context)  # pylint: disable=context-overridden
        records = model.browse(self.res_ids)
        records.check_access("read")
        return records
