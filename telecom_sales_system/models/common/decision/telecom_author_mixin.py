from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain


class TelecomAuthorMixin(models.AbstractModel):
    """Records on which nobody decides who entered or changed what counts.

    Authors are all who enter or change a field that counts, link, unlink or change a
    file of evidence, or change a row. A change that leaves a value as it
    was makes nobody an author. A model lists what counts in ``_counted_fields`` and
    calls ``_check_not_author`` before a decision.
    """

    _name = "telecom.author.mixin"
    _description = "Records Decided by Others than Their Authors"
    _inherit = ["telecom.state.mixin", "telecom.guarded.mixin"]
    _guarded_fields = frozenset({"author_ids"})
    _counted_fields = frozenset()

    author_ids = fields.Many2many(
        "res.users",
        string="Entered or Changed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Everybody who entered or changed what counts. Somebody else decides.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._add_author()
        return records

    def write(self, vals):
        names = sorted(self._get_counted_fields() & vals.keys())
        before = self._get_counted_values(names)
        result = super().write(vals)
        if names:
            after = self._get_counted_values(names)
            self.filtered(lambda r: before[r.id] != after[r.id])._add_author()
        return result

    @api.model
    def _get_counted_fields(self):
        """Return the names of the fields whose change makes an author."""
        return self._counted_fields | ({"evidence_ids"} & self._fields.keys())

    def _get_counted_values(self, names):
        # sudo: files that the user cannot see count too
        return {
            record.id: [record[name] for name in names]
            for record in self.sudo()
            if names
        }

    def _add_author(self):
        """Add the user to the authors."""
        # sudo: a guarded field, set by the change itself; users may be hidden
        new = self.sudo().filtered(
            lambda record: self.env.user not in record.author_ids
        )
        if new:
            new.write({"author_ids": [Command.link(self.env.uid)]})

    def _is_author(self):
        # sudo: an author may be of another unit or company
        return self.env.user in self.sudo().author_ids

    def _check_own_entry_stands(self, unit_field="unit_id"):
        """Check that others entered the records, or that their unit lets it pass.

        :param unit_field: field of the sales unit that the records are of
        :raises AccessError: the user entered or changed what counts
        """
        for record in self:
            # sudo: the setting of a unit above, which the user need not see
            unit = record[unit_field].sudo()
            if record._is_author() and not unit._is_own_entry_enough():
                raise AccessError(
                    self.env._(
                        "%(kind)s %(record)s: you entered it or changed it, so somebody"
                        " else has to decide. For a small unit, the field Drafter's"
                        " Review Stands of unit %(unit)s lets it pass.",
                        kind=self._get_kind(),
                        record=record.display_name,
                        unit=unit.name,
                    )
                )

    @api.model
    def _get_decidable_domain(self):
        """Return the domain of records that others entered, or whose unit is small."""
        # sudo: settings of units that the user need not see
        units = self.env[self._fields["unit_id"].comodel_name].sudo()
        small = units.search([("drafter_may_review", "=", True)])
        return Domain("author_ids", "not in", self.env.user.ids) | Domain(
            "unit_id", "child_of", small.ids
        )

    def _check_not_author(self):
        """Check that somebody else entered the records.

        :raises AccessError: the user entered or changed what counts
        """
        for record in self:
            if record._is_author():
                raise AccessError(
                    self.env._(
                        "%(kind)s %(record)s: you proposed it or changed it, so"
                        " somebody else has to approve it.",
                        kind=self._get_kind(),
                        record=record.display_name,
                    )
                )
