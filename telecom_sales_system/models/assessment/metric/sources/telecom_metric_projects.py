from decimal import Decimal

from odoo import fields, models

SOURCES = {
    "projects_due": "Marketing Projects Due",
    "projects_done": "Marketing Projects Done",
    "projects_large": "Large Marketing Projects Done",
    "projects_missed": "Marketing Projects Missed",
}


class TelecomMetric(models.Model):
    """Metrics of marketing projects of units: due, done, large and missed."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    def _measure_projects_due(self, units, date_from, date_to):
        return self._get_project_figures(units, date_from, date_to, "due")

    def _measure_projects_done(self, units, date_from, date_to):
        return self._get_project_figures(units, date_from, date_to, "done")

    def _measure_projects_large(self, units, date_from, date_to):
        return self._get_project_figures(units, date_from, date_to, "large")

    def _measure_projects_missed(self, units, date_from, date_to):
        return self._get_project_figures(units, date_from, date_to, "missed")

    def _get_project_figures(self, units, date_from, date_to, which):
        projects = self.env["telecom.marketing.project"]
        figures = projects._count_plan_projects(units, date_from, date_to)
        return {unit_id: Decimal(counts[which]) for unit_id, counts in figures.items()}

    def _evidence_projects_due(self, unit, date_from, date_to):
        projects = self.env["telecom.marketing.project"]
        return projects._name, [
            ("unit_id", "child_of", unit.id),
            *projects._get_due_projects_domain(date_from, date_to),
        ]

    def _evidence_projects_done(self, unit, date_from, date_to):
        projects = self.env["telecom.marketing.project"]
        return projects._get_done_projects_evidence(unit, date_from, date_to)

    def _evidence_projects_large(self, unit, date_from, date_to):
        projects = self.env["telecom.marketing.project"]
        return projects._get_done_projects_evidence(
            unit, date_from, date_to, large=True
        )

    def _evidence_projects_missed(self, unit, date_from, date_to):
        model, domain = self._evidence_projects_due(unit, date_from, date_to)
        open_then = ["|", ("done_on", "=", False), ("done_on", ">", date_to)]
        return model, [*domain, *open_then]
