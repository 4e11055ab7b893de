from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import html_to_inner_content


class TelecomExperienceNote(models.Model):
    """Experience that colleagues can learn from, such as how a client was won.

    Its author writes it. Once it is published, everybody can read it.
    """

    _name = "telecom.experience.note"
    _description = "Case of the Library"
    _inherit = ["mail.thread", "telecom.guarded.mixin"]
    _order = "published_on desc, id desc"
    _guarded_fields = frozenset({"author_id", "is_published", "published_on"})

    def _default_unit_id(self):
        return self.env["telecom.salesperson"]._get_own_salesperson().unit_id

    name = fields.Char(string="Title", required=True)
    body = fields.Html(string="Experience", required=True)
    body_text = fields.Text(compute="_compute_body_text", store=True)
    tag_ids = fields.Many2many("telecom.experience.tag", string="Tags")
    author_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        readonly=True,
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self._default_unit_id(),
    )
    industry_id = fields.Many2one("res.partner.industry", index="btree_not_null")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    is_published = fields.Boolean(string="Published", readonly=True, copy=False)
    published_on = fields.Date(readonly=True, copy=False)
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    @api.depends("body")
    def _compute_body_text(self):
        for note in self:
            note.body_text = html_to_inner_content(note.body or "")

    @api.depends("author_id", "is_published")
    @api.depends_context("uid")
    def _compute_can_withdraw(self):
        """Compute whether the note is published and the user may change it."""
        changeable = self._filtered_access("write")
        for note in self:
            note.can_withdraw = note.is_published and note in changeable

    @api.model
    def _search_display_name(self, operator, value):
        """Find notes by any word of title, text or tags."""
        if operator not in ("ilike", "=ilike", "like") or not value:
            return super()._search_display_name(operator, value)
        return [
            "|",
            "|",
            ("name", operator, value),
            ("body_text", operator, value),
            ("tag_ids.name", operator, value),
        ]

    def action_publish(self):
        """Publish the notes, so that all colleagues read them.

        :raises UserError: a note is published already
        """
        for note in self:
            if note.is_published:
                raise UserError(self.env._("%s is published already.", note.name))
        for company, notes in self.grouped("company_id").items():
            notes._set_guarded_fields(
                {"is_published": True, "published_on": company._telecom_today()}
            )

    def action_withdraw(self):
        """Withdraw published notes, so that they are drafts of their authors again."""
        self._set_guarded_fields({"is_published": False, "published_on": False})
