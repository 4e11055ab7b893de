from odoo import models


class TelecomPerformanceMatrixUnit(models.AbstractModel):
    """The ranked figures of the subunits, teams and people of one unit.

    The context key ``telecom_matrix_unit`` is the id of the unit. A user who may read
    the unit may build its matrix.
    """

    _name = "telecom.performance.matrix.unit"
    _description = "Performance Matrix of a Unit"
    _inherit = ["telecom.performance.matrix"]

    def _get_unit(self):
        unit_id = self.env.context["telecom_matrix_unit"]
        return self.env["telecom.sales.unit"].browse(unit_id)

    def _check_may_build(self):
        self._get_unit().check_access("read")

    def _get_entry_domain(self, periods):
        below = [("unit_id", "child_of", self._get_unit().ids)]
        return [*super()._get_entry_domain(periods), *below]

    def _sum_entries(self, period, spans, groupby, fold=None):
        figures = super()._sum_entries(period, spans, groupby, fold)
        # sudo: names of people and teams that have left the unit since
        return {
            record if record is None else record.sudo(): row
            for record, row in figures.items()
        }

    def _get_row_unit(self, unit):
        here = self._get_unit()
        path = [int(i) for i in (unit.parent_path or "").split("/") if i]
        below = path[path.index(here.id) + 1 :]
        return unit.browse(below[0]) if below else here

    def _get_ranked_units(self, period):
        units = self.env["telecom.sales.unit"].with_context(active_test=False)
        return units.search([("parent_id", "=", self._get_unit().id)])
