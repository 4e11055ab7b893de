from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..common.groups import INTERNAL_USER

FREQUENCY = "telecom_log_frequency"
# Also without a value: no column on a table of the host is mandatory.
DAILY = "day"


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_large_training = fields.Integer(
        string="Large Course From (People)",
        default=30,
        help="A course with at least this number of attendees counts as large.",
        groups=INTERNAL_USER,
    )
    telecom_large_project = fields.Monetary(
        string="Large Project From",
        default=1_000_000,
        help="A marketing project with at least this achieved revenue counts as large.",
        groups=INTERNAL_USER,
    )

    telecom_visit_revenue_days = fields.Integer(
        string="New Revenue after a Visit (Days)",
        default=90,
        help="A firm's first invoice within this number of days after a visit counts"
        " as new revenue from visited firms.",
        groups=INTERNAL_USER,
    )
    telecom_log_frequency = fields.Selection(
        [("day", "Daily"), ("week", "Weekly")],
        string="Sales Log",
        default=DAILY,
        help="Whether salespeople write a log every day or every week.",
        groups=INTERNAL_USER,
    )
    telecom_log_frequency_from = fields.Date(
        string="Kind of Log Since",
        readonly=True,
        copy=False,
        help="The Monday from which the present kind of log is due. Before it, the"
        " other kind was due.",
        groups=INTERNAL_USER,
    )
    telecom_log_since = fields.Date(
        string="Sales Logs From",
        default=lambda self: self.env.company._telecom_today(),
        copy=False,
        help="Logs are due from this day on. If empty: from each person's first"
        " assignment on.",
        groups=INTERNAL_USER,
    )
    telecom_log_hour = fields.Integer(
        string="Sales Log Due at (Hour)",
        default=9,
        help="Hour of the next working day, in the time zone of the bureau, from which"
        " a log is late.",
        groups=INTERNAL_USER,
    )
    telecom_log_sample = fields.Float(
        string="Share of Logs Inspected",
        default=0.2,
        help="The share of each person's logs of a month that is drawn for inspection."
        " A larger share takes effect at once; drawn logs stay in the sample.",
        groups=INTERNAL_USER,
    )

    _telecom_visit_revenue_days_positive = models.Constraint(
        "CHECK (telecom_visit_revenue_days > 0)",
        "Company, field New Revenue after a Visit (Days): it must be above zero.",
    )
    _telecom_log_hour_of_day = models.Constraint(
        "CHECK (telecom_log_hour BETWEEN 0 AND 23)",
        "Company, field Sales Log Due at (Hour): it lies between 0 and 23.",
    )
    _telecom_log_sample_share = models.Constraint(
        "CHECK (telecom_log_sample BETWEEN 0 AND 1)",
        "Company, field Share of Logs Inspected: it lies between 0 % and 100 %.",
    )
    _telecom_large_training_positive = models.Constraint(
        "CHECK (telecom_large_training > 0)",
        "Company, field Large Course From (People): it must be above zero.",
    )
    _telecom_large_project_positive = models.Constraint(
        "CHECK (telecom_large_project > 0)",
        "Company, field Large Project From: it must be above zero.",
    )

    def write(self, vals):
        changed = self.filtered(
            lambda company: (
                FREQUENCY in vals
                and (vals[FREQUENCY] or DAILY) != (company[FREQUENCY] or DAILY)
            )
        )
        result = super().write(vals)
        for company in changed:
            company._set_log_frequency_start()
        if "telecom_log_sample" in vals:
            logs = self.env["telecom.sales.log"]
            logs._draw_sample(SQL("log.company_id = ANY (%s)", self.ids))
        return result

    def _set_log_frequency_start(self):
        """Start the new kind of log next Monday, so that no week has both kinds."""
        today = self._telecom_today()
        since = self.telecom_log_frequency_from
        # The change before has not begun yet, so this one only undoes it.
        self.telecom_log_frequency_from = (
            False
            if since and since > today
            else today + timedelta(days=7 - today.weekday())
        )

    def _get_log_frequency(self, day):
        """Return the kind of log, day or week, that is due for a day."""
        since = self.telecom_log_frequency_from
        if day and since and day < since:
            return "day" if self[FREQUENCY] == "week" else "week"
        return self[FREQUENCY] or DAILY
