from odoo import models


class TelecomPerformanceMatrixUnit(models.AbstractModel):
    """The figures of one unit: its subunits, teams and people, ranked among them.

    The unit is named by the context; its manager may read its ledger, so may build it.
    """

    _name = "telecom.performance.matrix.unit"
    _description = "Performance Matrix of a Unit"
    _inherit = ["telecom.performance.matrix"]

    def _unit(self):
        unit_id = self.env.context["telecom_matrix_unit"]
        return self.env["telecom.sales.unit"].browse(unit_id)

    def _check_may_build(self):
        self._unit().check_access("read")

    def _entry_domain(self, periods):
        below = [("unit_id", "child_of", self._unit().ids)]
        return [*super()._entry_domain(periods), *below]

    def _figures(self, period, spans, groupby, fold=None):
        figures = super()._figures(period, spans, groupby, fold)
        # sudo: names of people and teams that have left the unit since
        return {
            record if record is None else record.sudo(): row
            for record, row in figures.items()
        }

    def _row_of(self, unit):
        here = self._unit()
        path = [int(i) for i in (unit.parent_path or "").split("/") if i]
        below = path[path.index(here.id) + 1 :]
        return unit.browse(below[0]) if below else here

    def _ranked_units(self, period):
        units = self.env["telecom.sales.unit"].with_context(active_test=False)
        return units.search([("parent_id", "=", self._unit().id)])
