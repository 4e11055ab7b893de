from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.kept_rows import keep_rows


class TelecomAssessmentKeptEvidence(models.Model):
    """Set of records that a published line was scored from, kept by their ids.

    The program writes it once, when the card is published.
    """

    _name = "telecom.assessment.kept.evidence"
    _description = "Kept Evidence of a Scorecard Line"
    _order = "line_id, place, id"
    _rec_name = "res_model"
    _log_access = False

    line_id = fields.Many2one(
        "telecom.assessment.line",
        string="Scorecard Line",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    place = fields.Integer(string="Sequence", readonly=True, aggregator=None)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    record_ids = fields.Json(string="Records", readonly=True, prefetch=False)
    figure = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    metric_id = fields.Many2one("telecom.metric", ondelete="restrict", readonly=True)
    date_from = fields.Date(string="First Day", readonly=True)
    date_to = fields.Date(string="Last Day", readonly=True)
    kept_on = fields.Datetime(required=True, readonly=True)

    def init(self):
        """Create the database triggers that protect what a published card counted."""
        keep_rows(
            self,
            lambda row: SQL(
                """
                %s.line_id IN (SELECT line.id FROM telecom_assessment_line line
                               JOIN telecom_assessment card
                                 ON card.id = line.assessment_id
                              WHERE card.state = 'published')
                """,
                row,
            ),
            of_parent=True,
        )
        return super().init()

    def _keep_sources(self, line, sources):
        """Keep the records of the sources of a line, as they are found now."""
        # Rounded up, since what was written in this very moment was counted.
        now = self.env.cr.now().replace(microsecond=0) + timedelta(seconds=1)
        self.create(
            [
                {
                    "line_id": line.id,
                    "place": place,
                    "res_model": source["model"],
                    "record_ids": self.env[source["model"]]
                    .search(source["domain"], order="id")
                    .ids,
                    "figure": source["figure"],
                    "metric_id": source["metric"].id,
                    "date_from": source["date_from"],
                    "date_to": source["date_to"],
                    "kept_on": now,
                }
                for place, source in enumerate(sources)
            ]
        )

    def _get_source(self):
        """Return the set as ``_get_evidence_sources`` of the line does.

        ``changed`` and ``count`` say how many of the records changed, and of how many.
        """
        self.ensure_one()
        line, day = self.line_id, self.date_to
        if self.metric_id:
            current = self.metric_id._get_evidence(line.unit_id, self.date_from, day)[1]
            name = line._get_metric_label(self.metric_id, day.year)
        else:
            source = line._get_unmeasured_source(
                self.res_model, self.date_from, self.date_to
            )
            current, name = source["domain"], source["name"]
        return {
            "name": name,
            "model": self.res_model,
            "domain": [("id", "in", self.record_ids)],
            "figure": self.figure,
            "count": len(self.record_ids),
            "changed": self._count_changed(current),
        }

    def _count_changed(self, current):
        """Count the records that were changed or deleted, or no longer belong here.

        :param current: the domain of the records that would be counted now
        """
        kept = Domain("id", "in", self.record_ids)
        records = self.env[self.res_model]
        same = set(records.search(kept & Domain(current)).ids)
        if records._log_access:
            later = Domain("write_date", ">", self.kept_on)
            everything = records.with_context(active_test=False)
            same -= set(everything.search(kept & later).ids)
        return len(set(self.record_ids) - same)
