from odoo import api, fields, models


class TelecomProposalMixin(models.AbstractModel):
    """Draft that somebody other than its authors approves.

    A model lists its proposed fields in ``_proposal_fields``; they count for the
    authors. Any state after the draft is final: nobody changes them then.
    """

    _name = "telecom.proposal.mixin"
    _description = "Proposals That Somebody Else Approves"
    _inherit = ["telecom.author.mixin"]
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "author_ids"}
    )
    _proposal_fields = frozenset()

    proposed_by_id = fields.Many2one(
        "res.users",
        string="Proposed by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        "res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    def _is_final(self):
        return self.state != "draft"

    @api.model
    def _is_kept_field(self, name):
        return name in self._proposal_fields

    @api.model
    def _get_counted_fields(self):
        return super()._get_counted_fields() | self._proposal_fields

    def _approve_proposals(self):
        """Approve drafts that somebody else entered.

        :raises AccessError: the user entered or changed one of them
        :raises UserError: one of them is no draft
        """
        self._check_state("draft")
        self._check_not_author()
        self._set_guarded_fields({"state": "approved", "approved_by_id": self.env.uid})
