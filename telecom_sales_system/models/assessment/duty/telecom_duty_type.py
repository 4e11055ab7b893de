from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.date_utils import end_of, start_of

STEPS = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "half_year": relativedelta(months=6),
    "year": relativedelta(years=1),
}
UNIT_KINDS = ("city", "branch", "county", "outlet")


class TelecomDutyType(models.Model):
    """Recurring duty of units, such as a paper, a report or a meeting.

    Annex 1 has four papers by 31 March, reports, the "four ones" and courses. The
    customer service department adds a new duty without code. What proves a duty is a
    value of ``proof``; rooms and other addons add theirs (see ``telecom.duty``).
    """

    _name = "telecom.duty.type"
    _description = "Kind of Duty"
    _inherit = ["telecom.fault.mixin", "telecom.guarded.mixin", "telecom.shared.mixin"]
    _order = "sequence, id"
    _guarded_fields = frozenset({"job_error"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name in imports and programs.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies.",
    )
    kind = fields.Selection(
        [
            ("paper", "Paper"),
            ("report", "Report"),
            ("meeting", "Meeting"),
            ("circular", "Circular"),
            ("course", "Course"),
            ("request", "Information Request"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    for_city = fields.Boolean(string="City Bureau")
    for_branch = fields.Boolean(string="Branches")
    for_county = fields.Boolean(string="County Bureaus", default=True)
    for_outlet = fields.Boolean(string="Outlets")
    in_force_from = fields.Date(
        default=lambda self: self.env.company._telecom_today(),
        help="Duties that were due before this day are not owed. Empty: in force"
        " before the system was introduced, so the whole year is owed.",
    )
    frequency = fields.Selection(
        [
            ("week", "Every Week"),
            ("month", "Every Month"),
            ("quarter", "Every Quarter"),
            ("half_year", "Every Half-Year"),
            ("year", "Every Year"),
            ("request", "On Request"),
        ],
        required=True,
        default="month",
    )
    due_month = fields.Integer(
        help="Month and day on which a yearly duty is due: 3 and 31 for 31 March.",
    )
    due_day = fields.Integer()
    grace_days = fields.Integer(
        string="Days after the Period",
        help="Number of days after the end of the week, month, quarter ... on which"
        " the duty is due; 0 for the last day.",
    )
    start_month = fields.Integer(
        string="From Month",
        default=1,
        help="The first month, quarter or half-year that is owed in a year begins in"
        " this month or later; the first week ends at the end of this month or later: 4"
        " for “from end April”. Periods of the year before are owed only by units that"
        " owed the duty in that year.",
    )
    ahead_days = fields.Integer(
        string="Listed Ahead (days)",
        default=31,
        help="Number of days before the due date on which duties are listed.",
    )
    reminder_days = fields.Integer(
        string="Reminder (days before)",
        default=3,
        help="Number of days before the due date on which the manager of the unit is"
        " reminded.",
    )
    proof = fields.Selection(
        [("manual", "Evidence Attached by Hand")],
        required=True,
        default="manual",
        help="Records that fulfil the duty automatically. Evidence can be attached by"
        " hand, too.",
    )
    proof_within = fields.Selection(
        [
            ("period", "Its Period, or until It Is Due"),
            ("year", "Any Time of Its Year"),
        ],
        string="Proved within",
        required=True,
        default="period",
        help="Any time of the year: of two courses a year, both may be held in spring.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "A duty with this code exists already. Choose another code.",
    )
    _due_date_exists = models.Constraint(
        "CHECK (frequency <> 'year' OR (due_month BETWEEN 1 AND 12"
        " AND due_day BETWEEN 1 AND 31))",
        "A yearly duty needs the month and the day on which it is due.",
    )
    _days_positive = models.Constraint(
        "CHECK (grace_days BETWEEN 0 AND 366 AND ahead_days BETWEEN 0 AND 366"
        " AND reminder_days BETWEEN 0 AND 366 AND start_month BETWEEN 1 AND 12)",
        "Duty: days are from 0 to 366, and the first month is one from 1 to 12.",
    )

    @api.readonly
    def action_open_list_year(self):
        """Open the dialog that asks for the year whose duties are listed.

        It proposes the year of the scorecard from which the types were opened.
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("List the Year"),
            "res_model": "telecom.duty.list",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_type_ids": self.ids,
                "default_year": self.env.context.get("telecom_duty_year")
                or self.env.company._telecom_today().year,
            },
        }

    def _get_units(self, company):
        """Return the units of a company that owe this duty; archived ones owe none."""
        self.ensure_one()
        kinds = [kind for kind in UNIT_KINDS if self[f"for_{kind}"]]
        return self.env["telecom.sales.unit"].search(
            [("company_id", "=", company.id), ("kind", "in", kinds)]
        )

    def _get_due_periods(self, date_from, date_to):
        """Return the periods whose duty is due within the days.

        A period belongs to the year in which it is due, also a week that lies in two
        years.

        :return: ``[(first day, last day, due on)]``, the oldest first
        """
        self.ensure_one()
        if self.frequency == "request":
            return []
        found = []
        # A period that is due in the first days may have begun much earlier.
        first = date_from - timedelta(days=self.grace_days)
        first = self._get_first_day(first - STEPS[self.frequency])
        while first <= date_to:
            last = first + STEPS[self.frequency] - timedelta(days=1)
            due = self._get_due_date(first, last)
            if date_from <= due <= date_to and self._is_owed_from(first, last):
                found.append((first, last, due))
            first += STEPS[self.frequency]
        return found

    def _get_owed_periods(self, unit, date_from, date_to, first_due=None):
        """Return those of ``_get_due_periods`` that a unit owes.

        A unit owes the duties of its kind, except for periods that ended before it was
        founded, those due before the type was in force, and those carried over from a
        year in which it did not owe the duty yet.

        :param first_due: due date of the first duty of this type that is listed for the
            unit
        """
        if not (self.active and self[f"for_{unit.kind}"]):
            return []
        date_from = max(date_from, self.in_force_from or date_from)
        return [
            (first, last, due)
            for first, last, due in self._get_due_periods(date_from, date_to)
            if (not unit.founded_on or min(last, due) >= unit.founded_on)
            and (
                not self._is_carried_over(last, due)
                or (first_due and first_due.year < due.year)
            )
        ]

    def _is_carried_over(self, last, due):
        """Tell whether a period belongs to the year before that in which it is due.

        Duties "from end April" begin with the period of April: the circular of last
        December, due in January, is not among them. Neither are the reviews and
        conferences of last year's quarter and half-year.
        """
        if self.frequency in ("quarter", "half_year"):
            return last.year < due.year
        starts_later = self.start_month > 1 and self.frequency != "year"
        return starts_later and last.year < due.year

    def _get_first_day(self, day):
        """Return the first day of a period at or before a day; half-years: January."""
        unit = "year" if self.frequency == "half_year" else self.frequency
        return start_of(day, unit)

    def _get_due_date(self, first, last):
        """Return the due date; 31 in a shorter month is its last day."""
        if self.frequency == "year":
            month = first.replace(month=self.due_month)
            return min(month + timedelta(days=self.due_day - 1), end_of(month, "month"))
        return last + timedelta(days=self.grace_days)

    def _is_owed_from(self, first, last):
        """Tell whether a period begins in or after the first month of its year.

        A week need not begin in the month, but ends at its end or later.
        """
        if self.start_month == 1 or self.frequency == "year":
            return True
        month = date(last.year, self.start_month, 1)
        return first >= month and last >= end_of(month, "month")

    def _list_year(self, year):
        """List the duties that are due in a year, also those that are overdue.

        The scheduled job lists future duties only. This adds the earlier ones: of this
        year when the system is introduced in its course, or of the year of a card.
        """
        # The right to kinds as such: those of all companies are listed by each.
        self.browse().check_access("write")
        # sudo: duties are listed by the program; the right was checked above
        duties = self.env["telecom.duty"].sudo()
        for company in self.env.companies:
            duties._list_owed_duties(
                self,
                company,
                company._telecom_today(),
                date(year, 1, 1),
                date(year, 12, 31),
            )
