from odoo import api, fields, models
from odoo.fields import Domain


class TelecomEvidenceMixin(models.AbstractModel):
    """Records with files as evidence: who may read a record may read its files.

    A model returns in ``_get_kept_evidence_domain`` the records whose files are final,
    since a decision was based on them.
    """

    _name = "telecom.evidence.mixin"
    _description = "Records with Evidence"

    evidence_ids = fields.Many2many("ir.attachment", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._link_evidence_files()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._link_evidence_files()
        return result

    @api.model
    def _get_kept_evidence_domain(self):
        """Return the domain of records whose files nobody may change or delete."""
        return Domain.FALSE

    def _link_evidence_files(self):
        """Link uploaded files to their record, else only the uploader reads them."""
        for record in self:
            files = record.evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            # sudo: the user's own uploads, given to a record that the user may write
            files.sudo().write({"res_model": record._name, "res_id": record.id})
