from odoo import api, fields, models


class TelecomCircularSource(models.AbstractModel):
    """Probes of a month, for a circular that the close drafts."""

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "probe": {"origins": {"period_id": True}, "is_monthly": True}
        }

    def _get_placeholders_probe(self):
        return {"probes": self.env._("number of probes")}

    def _get_figures_probe(self, circular):
        period = self._get_source_record(circular, "period_id")
        probes = self.env["telecom.probe"]._get_probes(period)
        return {
            "values": {"probes": str(len(probes))},
            "tables": [
                {
                    "key": "probes",
                    "title": self.env._("Probes"),
                    "columns": [self._build_column(self.env._("Unit"))],
                    "rows": [[probe.unit_id.name] for probe in probes],
                    "total": None,
                }
            ],
        }


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("probe", "Probes"), ("other",)],
        ondelete={"probe": lambda papers: papers._remove_kind()},
    )
