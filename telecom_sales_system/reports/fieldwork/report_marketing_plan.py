from odoo import models
from odoo.tools import formatLang

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate

OPENING_HEIGHT = 9
CLOSING_HEIGHT = 6
NAME_WIDTH = 20


class ReportMarketingPlan(models.AbstractModel):
    """Yearly plan of each unit on paper, with its projects and their totals."""

    _name = "report.telecom_sales_system.report_marketing_plan"
    _description = "Marketing Plan on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.marketing.project"

    def _get_papers(self, records):
        plans = records.sorted(
            lambda project: (-project.year, project.unit_id.sequence, project.deadline)
        ).grouped(lambda project: (project.year, project.unit_id))
        return [
            self._get_paper_values(year, unit, projects)
            for (year, unit), projects in plans.items()
        ]

    def _get_paper_values(self, year, unit, projects):
        heights = tuple(-(-len(p.name) // NAME_WIDTH) or 1 for p in projects)
        return {
            "lang": self.env.lang,
            "year": year,
            "unit": unit,
            "printed_on": unit.company_id._telecom_today(),
            "projects": projects,
            "planned": sum(projects.mapped("planned_revenue")),
            "achieved": sum(projects.mapped("achieved_revenue")),
            "overview": self._get_overview(projects),
            "pages": paginate(
                [
                    Block("opening", OPENING_HEIGHT),
                    Block("projects", 3, heights, tail=1),
                    Block("closing", CLOSING_HEIGHT),
                ],
                PAGE_HEIGHT,
            ),
        }

    def _get_overview(self, projects):
        done = projects.filtered("done_on")
        return self.env._(
            "Planned: %(planned_count)s projects with %(planned)s %(currency)s. Done:"
            " %(done)s, of which large: %(large)s; late: %(late)s. Achieved:"
            " %(achieved)s %(currency)s.",
            currency=projects.company_id._get_telecom_amount_unit(),
            planned_count=len(projects),
            planned=formatLang(self.env, sum(projects.mapped("planned_revenue"))),
            done=len(done),
            large=len(done.filtered("counts_as_large")),
            late=len(projects.filtered("is_late")),
            achieved=formatLang(self.env, sum(projects.mapped("achieved_revenue"))),
        )
