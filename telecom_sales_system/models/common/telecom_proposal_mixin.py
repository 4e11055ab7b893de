from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class TelecomProposalMixin(models.AbstractModel):
    """Draft that somebody other than its proposer approves (design.md).

    A model lists its proposed fields in ``_proposal_fields``. The user who changes them
    last is the proposer. After the draft state nobody can change them.
    """

    _name = "telecom.proposal.mixin"
    _description = "Proposals That Somebody Else Approves"
    _inherit = ["telecom.state.mixin", "telecom.guarded.mixin"]
    _guarded_fields = frozenset({"state", "proposed_by_id", "approved_by_id"})
    _proposal_fields = frozenset()

    proposed_by_id = fields.Many2one(
        "res.users",
        string="Proposed by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )

    def write(self, vals):
        proposing = self._proposal_fields & vals.keys()
        if proposing:
            self._check_draft()
        result = super().write(vals)
        if proposing:
            # sudo: a guarded field, set by the change itself
            self.sudo().write({"proposed_by_id": self.env.uid})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def _check_draft(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(kind)s %(record)s is no longer a draft and stays as it is.",
                        kind=self._description,
                        record=record.display_name,
                    )
                )

    def _approve_proposals(self):
        """Approve drafts that somebody else proposed.

        :raises AccessError: the user proposed one of them
        :raises UserError: one of them is no draft
        """
        self._check_state("draft")
        for record in self:
            if record.proposed_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(kind)s %(record)s: you proposed it or changed it last, so"
                        " somebody else has to approve it.",
                        kind=self._description,
                        record=record.display_name,
                    )
                )
        self._set_guarded_fields({"state": "approved", "approved_by_id": self.env.uid})
