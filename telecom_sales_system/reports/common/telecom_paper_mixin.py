from odoo import api, models
from odoo.tools import formatLang


class TelecomPaperMixin(models.AbstractModel):
    """Base of the bureau's papers: records to print, name of the issuer, amounts.

    A paper sets ``_paper_model`` and returns its values by ``_get_paper_values``; one
    that is not of a single record overrides ``_get_papers``.
    """

    _name = "telecom.paper.mixin"
    _description = "Paper of the Bureau"
    _paper_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env[self._paper_model].browse(docids)
        records.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": self._paper_model,
            "papers": self._get_papers(records),
            "amount": self._format_amount,
        }

    def _get_papers(self, records):
        """Return the values of each paper: one for each record."""
        return [self._get_paper_values(record) for record in records]

    def _get_issuer_name(self, company):
        """Return the name of the city bureau."""
        city = self.env["telecom.sales.unit"]._get_city_unit(company)
        return city.name or company.name

    def _format_amount(self, value, kind="money"):
        """Return money or a share in percent as text; a dash if it is unknown."""
        if value is None:
            return "—"
        if kind == "percent":
            return f"{formatLang(self.env, float(value * 100), digits=1)}%"
        return formatLang(self.env, float(value), digits=2)
