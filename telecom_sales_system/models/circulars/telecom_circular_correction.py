from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .telecom_circular_words import TEXTS


class TelecomCircular(models.Model):
    """Circular that corrects an issued circular and supersedes it."""

    _inherit = "telecom.circular"

    @api.constrains("supersedes_id", "unit_id")
    def _check_supersedes(self):
        for circular in self:
            # sudo: the check must also see a circular of another unit, to refuse it
            old = circular.sudo().supersedes_id
            if old and (old.unit_id != circular.unit_id or old.state != "issued"):
                raise ValidationError(
                    self.env._(
                        "Circular %(circular)s, field Supersedes: a unit can supersede"
                        " only its own circulars that are issued and not yet"
                        " superseded. Choose another circular, or none.",
                        circular=circular.shown_title,
                    )
                )

    def action_correct(self):
        """Open the draft of a circular that supersedes this one."""
        self.ensure_one()
        self._check_state("issued")
        draft = self.superseded_by_ids or self.create(self._prepare_correction_vals())
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def _prepare_correction_vals(self):
        names = ("kind", *TEXTS)
        links = ("unit_id", "company_id", "period_id", "training_id")
        links += ("award_list_id", "contest_id")
        return {
            **{name: self[name] for name in names},
            **{name: self[name].id for name in links},
            "audience_unit_ids": [fields.Command.set(self.audience_unit_ids.ids)],
            "audience_user_ids": [fields.Command.set(self.audience_user_ids.ids)],
            "supersedes_id": self.id,
        }
