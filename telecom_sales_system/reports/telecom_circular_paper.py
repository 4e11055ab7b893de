from functools import reduce

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class TelecomCircularPaper(models.AbstractModel):
    """What the circulars of a month share: issuer, head, number, date, paragraphs."""

    _name = "telecom.circular.paper"
    _description = "Circular on Paper"

    def _in_language_of(self, period):
        """The report in the language of the company; a circular speaks only that.

        :raises UserError: the period was never computed
        """
        if period.state == "open":
            raise UserError(
                self.env._(
                    "Period %s: compute it before printing its circular.", period.name
                )
            )
        lang = period.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    def _frame(self, period, title):
        """Return what stands around the text."""
        issuer = self._issuer(period.company_id)
        return {
            "lang": self.env.lang,
            "issuer": issuer,
            "heading": self.env._("%s: Marketing Circular", issuer),
            "number": self.env._("No. ____ of %s", period.date_from.year),
            "title": title,
            "date": format_date(
                self.env, fields.Date.context_today(self), date_format="long"
            ),
            "is_draft": period.state != "closed",
        }

    def _issuer(self, company):
        """Return the name of the city bureau."""
        city = self.env["telecom.sales.unit"].search(
            [("company_id", "=", company.id), ("kind", "=", "city")], limit=1
        )
        return city.name or company.name

    def _month_name(self, period):
        """Return the month as the language writes it."""
        return self.env["telecom.performance.matrix"]._month_name(period.date_from)

    def _paragraph(self, sentences):
        """Join sentences as the language does, with a blank between them or none."""
        return reduce(
            lambda before, sentence: self.env._(
                "%(before)s %(sentence)s", before=before, sentence=sentence
            ),
            sentences,
        )
