from odoo import api, fields, models


class TelecomEvidenceMixin(models.AbstractModel):
    """Files that prove a record: whoever may read the record may read them."""

    _name = "telecom.evidence.mixin"
    _description = "Records with Evidence"

    evidence_ids = fields.Many2many("ir.attachment", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._own_evidence()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._own_evidence()
        return result

    def _own_evidence(self):
        """Tie uploaded files to their record, else only the uploader reads them."""
        for record in self:
            files = record.evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            # sudo: the user's own uploads, given to a record that the user may write
            files.sudo().write({"res_model": record._name, "res_id": record.id})
