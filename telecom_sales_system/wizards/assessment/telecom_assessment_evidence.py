from odoo import api, fields, models


class TelecomAssessmentEvidence(models.TransientModel):
    """One of several sets of records that a line of a card was scored from."""

    _name = "telecom.assessment.evidence"
    _description = "Evidence of a Scorecard Line"
    _order = "place, id"

    line_id = fields.Many2one(
        "telecom.assessment.line",
        string="Scorecard Line",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    place = fields.Integer(string="Sequence", readonly=True, aggregator=None)
    name = fields.Char(string="What Was Counted", readonly=True)
    figure = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    changes = fields.Char(
        string="Since Publishing",
        readonly=True,
        help="How many of the records were changed or deleted since the card was"
        " published, or would no longer be counted.",
    )

    def action_open(self):
        """Open the records of this set.

        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        return self.line_id._open_evidence_source(
            self.line_id._get_shown_sources()[self.place]
        )

    @api.model
    def _open_choice(self, line, sources):
        """Open the list of sources, so that the reader chooses one.

        :param sources: the result of ``_get_shown_sources`` of the line
        """
        rows = self.create(
            [
                {
                    "line_id": line.id,
                    "place": place,
                    "name": source["name"],
                    "figure": source["figure"],
                    "changes": line._get_changes_text(source),
                }
                for place, source in enumerate(sources)
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_evidence_action"
        )
        return action | {
            "name": f"{line.unit_id.name} · {line.indicator_id.name}",
            "domain": [("id", "in", rows.ids)],
        }
