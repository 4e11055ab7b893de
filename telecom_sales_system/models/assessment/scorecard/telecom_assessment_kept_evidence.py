from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.kept_rows import keep_rows

# Digits after the point: the same amount always gives the same text.
EXACT_DIGITS = 6


class TelecomAssessmentKeptEvidence(models.Model):
    """Set of records that a published line was scored from, kept by their ids.

    With each id it keeps a digest of what the figure counts in the record, such as an
    amount. So a record has changed if it is gone, no longer belongs to the set, or if
    that differs; other fields of it, such as a phone number, do not matter. The program
    writes the set once, when the card is published.
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
    digests = fields.Json(
        readonly=True,
        prefetch=False,
        help="What was counted in each record, in the order of the records.",
    )
    figure = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    metric_id = fields.Many2one("telecom.metric", ondelete="restrict", readonly=True)
    date_from = fields.Date(string="First Day", readonly=True)
    date_to = fields.Date(string="Last Day", readonly=True)

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
        rows = []
        for place, source in enumerate(sources):
            counted = self._get_digests(
                source["model"], source["domain"], source["counts"]
            )
            rows.append(
                {
                    "line_id": line.id,
                    "place": place,
                    "res_model": source["model"],
                    "record_ids": list(counted),
                    "digests": list(counted.values()),
                    "figure": source["figure"],
                    "metric_id": source["metric"].id,
                    "date_from": source["date_from"],
                    "date_to": source["date_to"],
                }
            )
        self.create(rows)

    def _get_source(self):
        """Return the set as ``_get_evidence_sources`` of the line does.

        ``changed`` and ``count`` say how many of the records changed, and of how many.
        """
        self.ensure_one()
        line, day = self.line_id, self.date_to
        if self.metric_id:
            current = self.metric_id._get_evidence(line.unit_id, self.date_from, day)[1]
            counts = self.metric_id._get_counted_fields()
            name = line._get_metric_label(self.metric_id, day.year)
        else:
            source = line._get_unmeasured_source(
                self.res_model, self.date_from, self.date_to
            )
            current, name, counts = source["domain"], source["name"], source["counts"]
        return {
            "name": name,
            "model": self.res_model,
            "domain": [("id", "in", self.record_ids)],
            "figure": self.figure,
            "count": len(self.record_ids),
            "changed": self._count_changed(current, counts),
        }

    def _count_changed(self, current, counts):
        """Count the records that would not be counted now as they were counted.

        :param current: the domain of the records that would be counted now
        :param counts: names of the fields that the figure counts
        """
        kept = Domain("id", "in", self.record_ids)
        now = self._get_digests(self.res_model, kept & Domain(current), counts)
        return sum(
            now.get(record_id) != digest
            for record_id, digest in zip(self.record_ids, self.digests, strict=True)
        )

    def _get_digests(self, model, domain, counts):
        """Return ``{id: digest of the counted fields}`` of records, by id.

        :param counts: names of fields; without any, only the record itself is counted
        """
        records = self.env[model]
        query = records._search(domain, order="id")
        values = SQL(", ").join(
            self._build_exact_value(records, name, query) for name in counts
        )
        digest = SQL("md5(ROW(%s)::text)", values) if counts else SQL("''")
        record_id = records._field_to_sql(query.table, "id", query)
        return dict(self.env.execute_query(query.select(record_id, digest)))

    def _build_exact_value(self, records, name, query):
        """Return SQL of a value that is the same text whenever it counts the same."""
        value = records._field_to_sql(query.table, name, query)
        kind = records._fields[name].type
        if kind in ("float", "monetary"):
            return SQL("ROUND(COALESCE(%s, 0)::numeric, %s)", value, EXACT_DIGITS)
        if kind == "integer":
            return SQL("COALESCE(%s, 0)", value)
        return SQL("COALESCE(%s, FALSE)", value) if kind == "boolean" else value
