from odoo import models
from odoo.tools import format_date, format_datetime

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate

OPENING_HEIGHT = 17
CLOSING_HEIGHT = 9


class ReportTrainingResults(models.AbstractModel):
    """Result list of a course, in the company's language.

    A circular about the results is a paper of its own.
    """

    _name = "report.telecom_sales_system.report_training_results"
    _description = "Results of a Training Course"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.training"

    def _get_paper_values(self, training):
        """Return the values of the page.

        :raises UserError: the course was not held yet
        """
        results = self.env["telecom.training.results"]._build_results(training)
        self = self.with_context(lang=training.company_id._get_telecom_lang())
        training = training.with_env(self.env)
        if training.state == "published":
            # sudo: a published list is for everybody who sees the course
            training = training.sudo()
        day = training.published_on or training.company_id._telecom_today()
        return {
            "lang": self.env.lang,
            "issuer": self._get_issuer_name(training.company_id)
            if training.level == "province"
            else training.unit_id.name,
            "title": self.env._("Results of “%s”", training.name),
            "is_draft": training.state != "published",
            "date": format_date(self.env, day, date_format="long"),
            "overview": self._get_overview(training, results["units"][-1]),
            "sessions": self._format_sessions(training),
            **results,
            "has_test": bool(training.pass_mark),
            "pages": self._get_pages(results),
        }

    def _get_overview(self, training, total):
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

    def _get_pages(self, results):
        """Return the pages of the paper; heights are in table rows."""
        blocks = [Block("opening", OPENING_HEIGHT)]
        for key in ("units", "results", "absent"):
            if results[key]:
                blocks.append(Block(key, 3, (1,) * len(results[key])))
        return paginate([*blocks, Block("closing", CLOSING_HEIGHT)], PAGE_HEIGHT)
