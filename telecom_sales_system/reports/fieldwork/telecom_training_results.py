from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime, formatLang

from ...tools.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.ranking import competition_ranks

OPENING_HEIGHT = 17
CLOSING_HEIGHT = 9


class ReportTrainingResults(models.AbstractModel):
    """Result list of a course, in the company's language.

    A circular about the results is a paper of its own.
    """

    _name = "report.telecom_sales_system.report_training_results"
    _description = "Results of a Training Course"

    @api.model
    def _get_report_values(self, docids, data=None):
        trainings = self.env["telecom.training"].browse(docids)
        trainings.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "telecom.training",
            "papers": [self._get_paper_values(training) for training in trainings],
        }

    def _get_paper_values(self, training):
        """Return the values of the page.

        :raises UserError: the course was not held yet
        """
        if training.state == "planned":
            raise UserError(
                self.env._(
                    "Training course %s: it has no results before it was held.",
                    training.display_name,
                )
            )
        self = self.with_context(
            lang=training.company_id.partner_id.lang or self.env.lang
        )
        training = training.with_env(self.env)
        rows = self.env["telecom.training.attendance"]
        if training.state == "published":
            # sudo: a published list is for everybody who sees the course
            training, rows = training.sudo(), rows.sudo()
        rows = rows.search([("training_id", "=", training.id)])
        city = self.env["telecom.sales.unit"].search(
            [("company_id", "=", training.company_id.id), ("kind", "=", "city")],
            limit=1,
        )
        issuer = city.name if training.level == "province" else training.unit_id.name
        issuer = issuer or training.company_id.name
        results, absent = self._get_results(rows), self._get_absent_people(rows)
        units = self._get_unit_lines(rows)
        day = training.published_on or training.company_id._telecom_today()
        return {
            "lang": self.env.lang,
            "issuer": issuer,
            "title": self.env._("Results of “%s”", training.name),
            "is_draft": training.state != "published",
            "date": format_date(self.env, day, date_format="long"),
            "overview": self._get_overview(training, rows),
            "sessions": self._format_sessions(training),
            "units": units,
            "results": results,
            "absent": absent,
            "has_test": bool(training.pass_mark),
            "pages": self._get_pages(units, results, absent),
        }

    def _get_results(self, rows):
        """Return the attendees: rank by score, name, unit, score, passed or failed."""
        attended = rows.filtered(lambda row: row.presence == "attended")
        attended = attended.sorted(lambda row: (-row.score, row.unit_id.id, row.id))
        labels = dict(rows._fields["result"]._description_selection(self.env))
        ranks = competition_ranks(attended.mapped("score"))
        return [
            {
                "rank": rank,
                "name": row.user_id.sudo().name,
                "unit": row.unit_id.sudo().name,
                "score": formatLang(self.env, row.score, digits=1)
                if row.is_scored
                else "—",
                "result": labels[row.result],
            }
            for rank, row in zip(ranks, attended, strict=True)
        ]

    def _get_absent_people(self, rows):
        """Return name and unit of the absent people."""
        return [
            {"name": row.user_id.sudo().name, "unit": row.unit_id.sudo().name}
            for row in rows.filtered(lambda row: row.presence == "absent").sorted(
                lambda row: (row.unit_id.id, row.id)
            )
        ]

    def _get_unit_lines(self, rows):
        """Return participation and results of each unit, and their total as last."""
        by_unit = rows.grouped(lambda row: row.unit_id.sudo())
        ordered = sorted(by_unit, key=lambda unit: (unit.sequence, unit.code))
        lines = [self._prepare_unit_line(unit.name, by_unit[unit]) for unit in ordered]
        return [*lines, self._prepare_unit_line(self.env._("Total"), rows)]

    def _prepare_unit_line(self, name, rows):
        invited = len(rows)
        attended = sum(row.presence == "attended" for row in rows)
        passed = sum(rows.mapped("passed"))
        return {
            "name": name,
            "invited": invited,
            "attended": attended,
            "participation": self._format_percent(attended, invited),
            "passed": passed,
            "pass_rate": self._format_percent(passed, invited),
        }

    def _format_percent(self, part, whole):
        if not whole:
            return "—"
        return f"{formatLang(self.env, 100 * part / whole, digits=1)}%"

    def _get_overview(self, training, rows):
        total = self._prepare_unit_line("", rows)
        labels = {
            name: dict(training._fields[name]._description_selection(self.env))
            for name in ("audience", "format")
        }
        return self.env._(
            "The course for the audience “%(audience)s” (%(format)s) ended on"
            " %(day)s. Of %(invited)s people invited, %(attended)s attended"
            " (%(participation)s) and %(passed)s passed (%(pass_rate)s).",
            audience=labels["audience"][training.audience],
            format=labels["format"][training.format],
            day=format_date(self.env, training.date, date_format="long"),
            **total,
        )

    def _format_sessions(self, training):
        """Return time and place of the sessions, in the time zone of the company."""
        zone = training.company_id._telecom_zone().key
        return [
            " ".join(
                filter(
                    None,
                    (
                        format_datetime(
                            self.env, session.start, tz=zone, dt_format="short"
                        ),
                        session.place,
                    ),
                )
            )
            for session in training.session_ids
        ]

    def _get_pages(self, units, results, absent):
        """Return the pages of the paper; heights are in table rows."""
        blocks = [
            Block("opening", OPENING_HEIGHT),
            Block("units", 3, tuple(1 for _line in units)),
        ]
        if results:
            blocks.append(Block("results", 3, tuple(1 for _line in results)))
        if absent:
            blocks.append(Block("absent", 3, tuple(1 for _line in absent)))
        return paginate([*blocks, Block("closing", CLOSING_HEIGHT)], PAGE_HEIGHT)
