from odoo import api, fields, models
from odoo.exceptions import AccessError


class TelecomProposalMixin(models.AbstractModel):
    """Draft that somebody other than its proposer approves.

    A model lists its proposed fields in ``_proposal_fields``. The user who changes them
    last is the proposer. Any state after the draft is final: nobody changes them then.
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
        result = super().write(vals)
        if self._proposal_fields & vals.keys():
            # sudo: a guarded field, set by the change itself
            self.sudo().write({"proposed_by_id": self.env.uid})
        return result

    def _is_final(self):
        return self.state != "draft"

    @api.model
    def _is_kept_field(self, name):
        return name in self._proposal_fields

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
                        kind=self._get_kind(),
                        record=record.display_name,
                    )
                )
        self._set_guarded_fields({"state": "approved", "approved_by_id": self.env.uid})
