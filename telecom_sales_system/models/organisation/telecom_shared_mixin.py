from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class TelecomSharedMixin(models.AbstractModel):
    """Settings of one company, or of all companies if they have none.

    What all companies use is changed only by who works in all of them: a clerk of one
    bureau would change the figures of another. Others make a copy for their company,
    which comes before the shared one there.
    """

    _name = "telecom.shared.mixin"
    _description = "Settings of One Company or All"
    # Path of fields to the company that a record belongs to.
    _company_path = "company_id"

    can_be_copied = fields.Boolean(
        string="Can Get a Copy",
        compute="_compute_can_be_copied",
        help="Shared settings, of which the user may make a copy for a company.",
    )

    @api.depends(lambda self: [self._company_path])
    @api.depends_context("uid")
    def _compute_can_be_copied(self):
        is_offered = self.env.user.has_group(
            "base.group_multi_company"
        ) and self.has_access("create")
        for record in self:
            is_shared = not record.mapped(self._company_path)
            record.can_be_copied = is_offered and record.id and is_shared

    def write(self, vals):
        result = super().write(vals)
        if self._company_path.split(".")[0] in vals:
            # Nobody shares his own settings with companies that he does not work in.
            self.check_access("write")
        return result

    def action_make_own_copy(self):
        """Copy shared settings for the current company, and open the copy.

        :raises UserError: they belong to a company already, or are part of others
        """
        self.ensure_one()
        if self._company_path != "company_id":
            raise UserError(
                self.env._(
                    "%s is part of another record: copy that.", self.display_name
                )
            )
        if self.company_id:
            raise UserError(
                self.env._(
                    "%(record)s belongs to %(company)s already: change it as it is.",
                    record=self.display_name,
                    company=self.company_id.name,
                )
            )
        own = self.copy({"company_id": self.env.company.id})
        own._take_over_from(self)
        return own.get_formview_action()

    def _take_over_from(self, shared):
        """Let a new copy take the place of what it was copied from; models extend."""

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or not any(self._ids) or self._can_change_shared():
            return result
        # sudo: whose settings they are is checked for everybody
        owned = self.sudo().filtered(self._company_path)
        shared = self - owned.sudo(self.env.su)
        if not shared:
            return result
        if result:
            return result[0] | shared, result[1]
        return shared, shared._build_shared_error

    def _build_shared_error(self):
        return AccessError(
            self.env._(
                "%(record)s (%(model)s) is used by all companies: only those who work"
                " in all of them can change it. Make a copy for your company instead.",
                record=self[:1].sudo().display_name,
                model=self._description,
            )
        )

    def _can_change_shared(self):
        """Return whether the user may change what all companies use.

        A company uses it once it has sales units.
        """
        if self.env.su:
            return True
        # sudo: units of companies that the user does not see count, too
        others = self.env["telecom.sales.unit"].sudo()
        return not others.search_count(
            [("company_id", "not in", self.env.user.company_ids.ids)], limit=1
        )

    def _get_default_company(self):
        """Return the company of new settings: none if the user works everywhere."""
        none = self.env["res.company"]
        return none if self._can_change_shared() else self.env.company

    def _filter_own_or_shared(self, key, company):
        """Return the records of a company, and shared ones whose key it has not."""
        own = self.filtered(lambda record: record.company_id == company)
        taken = set(own.mapped(key))
        return self.filtered(
            lambda record: (
                record in own or not record.company_id and record[key] not in taken
            )
        )
