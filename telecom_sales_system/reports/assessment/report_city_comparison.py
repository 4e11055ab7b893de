from odoo import models

from ...tools.paper.pagination import Block, paginate

# Table rows on a landscape page, measured on the printed page.
WIDE_PAGE_HEIGHT = 36
HEAD_HEIGHT, TABLE_HEAD, FOOT_HEIGHT = 8, 7, 4
# Classes of the paper for the tones of cells.
CLASSES = {
    "missing": "ts-alarm",
    "shorter": "ts-shorter",
    "short": "ts-short",
    "better": "ts-better",
}


class ReportCityComparison(models.AbstractModel):
    """The printed comparison of all units of a ranking, line by line."""

    _name = "report.telecom_sales_system.report_city_comparison"
    _description = "City Comparison on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.assessment"

    def _get_papers(self, records):
        rankings = self.env["telecom.assessment.matrix"]._build_matrix(
            records | records._get_ranking_cards()
        )
        return [self._get_paper_values(ranking) for ranking in rankings]

    def _get_paper_values(self, ranking):
        """Return the values of the page, in the language of the company."""
        table = self.env["telecom.assessment.matrix"]._get_table(ranking)
        company = ranking.period.company_id
        return table | {
            "classes": CLASSES,
            "issuer": self.with_context(lang=table["lang"])._get_issuer_name(company),
            "width": f"{round(74 / max(1, len(ranking.lines)), 2)}%",
            "pages": paginate(
                [
                    Block("head", HEAD_HEIGHT),
                    Block("units", TABLE_HEAD, (1,) * len(table["rows"]), tail=1),
                    Block("foot", FOOT_HEIGHT),
                ],
                WIDE_PAGE_HEIGHT,
            ),
        }
