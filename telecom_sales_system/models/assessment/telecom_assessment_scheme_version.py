from odoo import api, fields, models
from odoo.exceptions import UserError

ALWAYS_FREE = {"active", "message_follower_ids", "state", "message_main_attachment_id"}


class TelecomAssessmentScheme(models.Model):
    """The versions of a scheme: a scheme in force is copied, not edited."""

    _inherit = "telecom.assessment.scheme"

    card_count = fields.Integer(string="Scorecards", compute="_compute_card_count")
    is_used = fields.Boolean(
        string="Used by Published Cards",
        compute="_compute_card_count",
        help="Published scorecards were scored by this version.",
    )

    def _compute_card_count(self):
        # sudo: published cards that the user cannot see are counted too
        cards = self.env["telecom.assessment"].sudo()
        by_state = cards._read_group(
            [("scheme_id", "in", self.ids)], ["scheme_id", "state"], ["__count"]
        )
        for scheme in self:
            mine = {state: n for owner, state, n in by_state if owner == scheme}
            scheme.card_count = sum(mine.values())
            scheme.is_used = "published" in mine

    def _check_editable(self):
        """Check that schemes are drafts, which can be changed.

        :raises UserError: one of the schemes is no draft
        """
        for scheme in self:
            if scheme.state != "draft":
                raise UserError(
                    self.env._(
                        "Scheme %s is in force and stays as it is. Make a new version"
                        " and change that.",
                        scheme.display_name,
                    )
                )

    def write(self, vals):
        if vals.keys() - ALWAYS_FREE:
            self._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_editable()

    def copy(self, default=None):
        """Copy schemes with sections, indicators and awards, as drafts of the next
        version."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            sections = dict(zip(old.section_ids, new.section_ids.sorted(), strict=True))
            new.tie_section_id = sections.get(old.tie_section_id)
            for section, twin in sections.items():
                indicators = section.indicator_ids.sorted()
                indicators._link_copies(twin.indicator_ids.sorted())
            # sudo: a guarded field; versions count up within a kind of unit
            new.sudo().version = old._get_last_version() + 1
        return copies

    def _get_last_version(self):
        schemes = self.sudo().with_context(active_test=False)
        [(last,)] = schemes._read_group(
            [
                ("unit_kind", "=", self.unit_kind),
                ("year", "=", self.year),
                ("company_id", "=", self.company_id.id),
            ],
            [],
            ["version:max"],
        )
        return last or 0

    def action_new_version(self):
        """Copy the scheme to a draft of its next version, and open that."""
        self.ensure_one()
        return self.copy().get_formview_action()

    def action_revise(self):
        """Make schemes drafts again, as long as no published card was scored by them.

        :raises UserError: there are such cards
        """
        for scheme in self:
            if scheme.is_used:
                raise UserError(
                    self.env._(
                        "Scheme %s: published scorecards were scored by it, so it stays"
                        " as it is. Make a new version and change that.",
                        scheme.display_name,
                    )
                )
        self._set_guarded({"state": "draft"})

    @api.readonly
    def action_open_cards(self):
        """Open the cards that were scored by the scheme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_action"
        )
        return action | {"domain": [("scheme_id", "=", self.id)], "context": {}}

    @api.model
    def _get_schemes_by_unit(self, units, day):
        """Return ``{unit: scheme}`` in force on a day: the newest of the unit's kind.

        A company's own scheme goes before one for all companies.
        """
        schemes = self.search(
            [
                ("state", "=", "in_force"),
                ("unit_kind", "in", list(set(units.mapped("kind")))),
                ("year", "<=", day.year),
                ("company_id", "in", [False, *units.company_id.ids]),
            ]
        ).sorted(lambda s: (bool(s.company_id), s.year, s.version, s.id), reverse=True)
        by_kind = schemes.grouped("unit_kind")
        found = {}
        for unit in units:
            for scheme in by_kind.get(unit.kind, ()):
                if not scheme.company_id or scheme.company_id == unit.company_id:
                    found[unit] = scheme
                    break
        return found
