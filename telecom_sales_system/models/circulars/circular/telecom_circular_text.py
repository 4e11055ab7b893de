import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.paper.letter import UnknownPlaceholder, fill_placeholders
from .telecom_circular_words import TEXTS


class TelecomCircular(models.Model):
    """Text of a circular, copied from its template and filled from its figures."""

    _inherit = "telecom.circular"

    heading = fields.Char(
        compute="_compute_texts",
        store=True,
        readonly=False,
        precompute=True,
    )
    title = fields.Char(
        compute="_compute_texts",
        store=True,
        readonly=False,
        precompute=True,
    )
    body = fields.Text(
        compute="_compute_texts",
        store=True,
        readonly=False,
        precompute=True,
    )
    closing = fields.Text(
        compute="_compute_texts",
        store=True,
        readonly=False,
        precompute=True,
    )
    copy_to = fields.Char(
        compute="_compute_texts",
        store=True,
        readonly=False,
        precompute=True,
    )
    figures = fields.Json(readonly=True, copy=False)
    shown_title = fields.Char(
        string="Title as Printed",
        compute="_compute_text",
        help="The title as it is printed.",
    )
    text = fields.Text(compute="_compute_text", help="The text as it is printed.")

    @api.depends("kind", "company_id")
    def _compute_texts(self):
        for circular in self:
            template = circular._find_template()
            for name in TEXTS:
                circular[name] = template[name]

    @api.depends(*TEXTS, "figures", "snapshot")
    def _compute_text(self):
        for circular in self:
            paper = circular._get_printed_texts()
            circular.shown_title = paper["title"]
            circular.text = "\n".join([*paper["body"], *paper["closing"]])

    def action_take_template(self):
        """Replace the texts of drafts by those of their template, with new figures.

        Both are in the language that the company's papers have now.
        """
        self._check_state("draft")
        self.check_access("write")
        for circular in self:
            template = circular._find_template()
            circular.write({name: template[name] for name in TEXTS})
            circular._take_figures()

    def _find_template(self):
        """Return the template of the kind, in the language of the company."""
        company = self.company_id or self.env.company
        templates = self.env["telecom.circular.template"]
        # sudo: every author of a circular begins with the template
        found = templates.sudo().search(
            [("kind", "=", self.kind), ("company_id", "in", (company.id, False))],
            order="company_id",
            limit=1,
        )
        return found.with_context(lang=self._get_language())

    def _get_language(self):
        return (self.company_id or self.env.company)._get_telecom_lang()

    def _get_printed_texts(self):
        """Return title, body and closing as printed; of a faulty draft, as written."""
        self.ensure_one()
        try:
            return (
                json.loads(self.snapshot) if self.snapshot else self._get_filled_texts()
            )
        except (UserError, ValueError):
            return self._split_paragraphs({name: self[name] or "" for name in TEXTS})

    def _get_filled_texts(self):
        """Return the texts with the figures filled in.

        :raises UserError: a placeholder is not known
        """
        values = dict.fromkeys(self._get_known_placeholders())
        values |= (self.figures or {}).get("values", {})
        filled = {}
        for name in TEXTS:
            try:
                filled[name] = fill_placeholders(self[name] or "", values)
            except UnknownPlaceholder as error:
                raise UserError(
                    self._get_unknown_placeholder_message(name, error.fragment)
                ) from None
        return self._split_paragraphs(filled)

    def _split_paragraphs(self, texts):
        """Return the texts, with body and closing split into paragraphs."""
        return {
            name: [line.strip() for line in text.splitlines() if line.strip()]
            if name in ("body", "closing")
            else text.strip()
            for name, text in texts.items()
        }

    def _take_figures(self):
        """Take the figures of the draft again from its source records."""
        source = self.env["telecom.circular.source"].with_context(
            lang=self._get_language()
        )
        figures = source._get_figures(self.with_context(lang=self._get_language()))
        # sudo: a guarded field; the sources read under the user's own rights
        self.sudo().figures = figures
