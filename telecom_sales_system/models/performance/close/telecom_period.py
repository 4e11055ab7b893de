from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.date_utils import end_of, start_of

from ...common.groups import WHOLE_COMPANY
from ...common.kept_rows import keep_rows
from ...common.unique_message import find_duplicate
from ...organisation.telecom_sales_unit import RANKED_KINDS
from ..ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


def _get_duplicate_month_message(env, diagnostics):
    return env._(
        "Period %(value)s, field First Day: the month exists already, as %(holder)s.",
        **find_duplicate(env, "telecom.period", diagnostics),
    )


class TelecomPeriod(models.Model):
    """A month of the performance ledger: open -> computed -> closed.

    Months of a company follow one another without a gap.
    """

    _name = "telecom.period"
    _description = "Performance Period"
    _inherit = ["mail.thread", "telecom.state.mixin", "telecom.guarded.mixin"]
    _order = "date_from desc, id desc"
    _guarded_fields = frozenset(
        {"name", "date_to", "state", "computed_on", "closed_on", "closed_by_id"}
        | {"ledger_built_on", "is_ledger_requested"}
        | {"facts_at_close", "frozen_figures"}
        | {"run_state", "run_user_id", "run_started_on", "run_closes", "run_message"}
    )
    _final_states = frozenset({"closed"})
    _kept_fields = frozenset(
        {"date_from", "company_id", "state", "facts_at_close", "frozen_figures"}
    )

    @api.model
    def _default_date_from(self):
        last = self.search(
            [("company_id", "=", self.env.company.id)], order="date_from desc", limit=1
        )
        if last:
            return fields.Date.add(last.date_from, months=1)
        return self._propose_first_day(self.env.company)

    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("open", "Steps to Run"), ("computed", "Computed"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    ledger_built_on = fields.Datetime(
        string="Ledger as of",
        readonly=True,
        copy=False,
        help="Until the month is closed, its ledger is computed every night. Documents"
        " that change after the close are compared with what is counted.",
    )
    is_ledger_requested = fields.Boolean(
        readonly=True,
        copy=False,
        help="The background job computes the ledger although it did so today.",
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    facts_at_close = fields.Json(
        "Facts at the Close",
        readonly=True,
        copy=False,
        groups=",".join(WHOLE_COMPANY),
        help="Undated facts as they were when the month was closed, by which its papers"
        " and scorecards are made ever after.",
    )
    frozen_figures = fields.Json(
        readonly=True,
        copy=False,
        groups=",".join(WHOLE_COMPANY),
        help="What the workbook of a closed month shows of records that may change.",
    )
    entry_ids = fields.One2many(
        "telecom.performance.entry", "period_id", string="Entries"
    )
    problem_ids = fields.One2many(
        "telecom.period.problem", "period_id", string="Problems"
    )
    entry_count = fields.Integer(compute="_compute_totals")
    cash = fields.Monetary(string="Cash Received", compute="_compute_totals")
    incentive = fields.Monetary(string="Incentives", compute="_compute_totals")
    converted_profit = fields.Monetary(
        string="Converted Gross Profit", compute="_compute_totals"
    )
    points = fields.Float(
        string="Performance Points", digits=(16, 2), compute="_compute_totals"
    )
    name = fields.Char(string="Month", compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self._default_date_from(),
    )
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)

    _month_company_uniq = models.UniqueIndex(
        "(company_id, date_from)", _get_duplicate_month_message
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("entry_ids")
    def _compute_totals(self):
        totals = {
            period: values
            for period, *values in self.env["telecom.performance.entry"]._read_group(
                [("period_id", "in", self.ids)],
                ["period_id"],
                [
                    "__count",
                    "cash:sum",
                    "incentive:sum",
                    "converted_profit:sum",
                    "points:sum",
                ],
            )
        }
        for period in self:
            (
                period.entry_count,
                period.cash,
                period.incentive,
                period.converted_profit,
                period.points,
            ) = totals.get(period, (0, 0.0, 0.0, 0.0, 0.0))

    @api.depends("date_from")
    def _compute_name(self):
        for month in self:
            month.name = month.date_from and month.date_from.strftime("%Y-%m")

    @api.depends("date_from")
    def _compute_date_to(self):
        for month in self:
            month.date_to = month.date_from and end_of(month.date_from, "month")

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("date_from", "company_id")
    def _check_months_follow(self):
        for month in self:
            if month.date_from.day != 1:
                raise ValidationError(
                    self.env._(
                        "Period %s, field First Day: a period starts on the first of a"
                        " month.",
                        month.name,
                    )
                )
        for company in self.company_id:
            months = self.search([("company_id", "=", company.id)], order="date_from")
            older = months - self
            closed = months.filtered(lambda month: month.state == "closed")
            if closed and older and months[0] != older[0]:
                raise ValidationError(
                    self.env._(
                        "Period %(period)s, field First Day: the ledger begins with"
                        " %(first)s, and %(closed)s is closed; no period can lie before"
                        " it.",
                        period=months[0].name,
                        first=older[0].name,
                        closed=closed[0].name,
                    )
                )
            for before, month in pairwise(months):
                if month.date_from != fields.Date.add(before.date_from, months=1):
                    raise ValidationError(
                        self.env._(
                            "Period %(period)s, field First Day: months follow one"
                            " another, and the month before it is missing. The one"
                            " before the gap is %(before)s.",
                            period=month.name,
                            before=before.name,
                        )
                    )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create months; those after them are computed again, with what came before."""
        months = super().create(vals_list)
        for company, mine in months.grouped("company_id").items():
            later = self.search(
                [
                    ("company_id", "=", company.id),
                    ("date_from", ">", min(mine.mapped("date_from"))),
                    ("state", "=", "computed"),
                ]
            )
            if later:
                later._check_not_running()
                later._set_guarded_fields({"state": "open"})
        return months

    def init(self):
        """Create the database triggers that protect closed months."""
        keep_rows(
            self,
            lambda row: SQL("%s.state = 'closed'", row),
            self._kept_fields
            | {"date_to", "closed_on", "closed_by_id", "is_ledger_requested"},
        )
        return super().init()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.private
    def action_compute(self):
        """Rebuild the figures of periods, and the problems of these figures, at once.

        For programs that need the figures of many months: demo data, benchmarks and
        tests. No button calls it; cases, reviews, cards and circulars, which the steps
        of a run make, stay as they are. Users press ``action_run``.

        :raises UserError: a period is closed, or another computation is running
        """
        for period in self.sorted("date_from"):
            period.check_access("write")
            period._check_not_final()
            period._check_not_running()
            period._lock_open_periods()
            codes = period._rebuild_figures()
            self.env["telecom.period.problem"]._detect_problems(period, codes)
            period._set_computed()

    @api.private
    def action_close(self):
        """Compute the figures of periods again and close them, the oldest first.

        For programs, as ``action_compute``; users press ``action_run_and_close``.

        :raises UserError: an older period is open, the month is not over, or a
            problem blocks
        """
        for period in self.sorted("date_from"):
            period._check_closable()
            period.action_compute()
            period._close_period()

    @api.readonly
    def action_open_entries(self):
        """Open the ledger of the period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_performance_entry_action"
        )
        action["domain"] = [("period_id", "=", self.id)]
        action["context"] = {}
        return action

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_change(self, vals):
        super()._check_change(vals)
        if "company_id" in vals:
            self._check_last_month()

    def _check_deletable(self):
        super()._check_deletable()
        for period in self:
            if period.entry_count or period.state != "open":
                raise UserError(
                    self.env._(
                        "Period %s holds entries and cannot be deleted.", period.name
                    )
                )
        self._check_last_month()

    @api.model
    def _get_way_out(self):
        return self.env._(
            "Corrections are counted in the next open period automatically."
        )

    def _format_month(self):
        """Return the month as papers write it, in the language of the context."""
        return format_date(self.env, self.date_from, date_format=self.env._("yyyy-MM"))

    @api.model
    def _propose_first_day(self, company):
        """Return the first day of the month that a new ledger should begin with.

        It is January, so that totals of the year are complete, if there were customer
        invoices before last month; else last month, the first that can be closed. In
        January it is December.
        """
        today = company._telecom_today()
        last_month = start_of(fields.Date.subtract(today, months=1), "month")
        if today.month == 1:
            return last_month
        january = last_month.replace(month=1)
        # sudo: whether there are invoices, for people without accounting rights
        invoices = self.env["account.move"].sudo()
        found = invoices.search_count(
            [
                ("company_id", "=", company.id),
                ("state", "=", "posted"),
                ("move_type", "in", CUSTOMER_DOCUMENTS),
                ("invoice_date", ">=", january),
                ("invoice_date", "<", last_month),
            ],
            limit=1,
        )
        return january if found else last_month

    @api.model
    def _get_first_day(self, company):
        """Return the first day of a company's ledger, or of the proposed one."""
        # sudo: when the ledger begins, for whoever enters clients or salespeople
        periods = self.sudo()
        first = periods.search(
            [("company_id", "=", company.id)], order="date_from", limit=1
        )
        return first.date_from or self._propose_first_day(company)

    @api.model
    def _get_first_month_of_year(self, company, year):
        """Return the number of the first month of a year in the ledger, else 1."""
        first = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", ">=", f"{year}-01-01"),
                ("date_from", "<=", f"{year}-12-31"),
            ],
            order="date_from",
            limit=1,
        )
        return first.date_from.month if first else 1

    @api.model
    def _has_month_of(self, company, day):
        """Return whether the ledger has the month of a day, and so all after it."""
        return bool(
            self.search_count(
                [
                    ("company_id", "=", company.id),
                    ("date_from", "<=", day),
                    ("date_to", ">=", day),
                ],
                limit=1,
            )
        )

    def _get_year_start(self):
        """Return the month from which the totals of the year count, if not January.

        :return: an empty period if they count from January
        """
        if not self:
            return self
        first = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", ">=", self.date_from.replace(month=1)),
            ],
            order="date_from",
            limit=1,
        )
        return first.filtered(lambda month: month.date_from.month > 1)

    def _describe_year_to_date(self, label, has_other_figures=False):
        """Return a label of totals of the year that says from which month they count.

        It is the label itself if they count from January.

        :param has_other_figures: whether it is also of figures that are not from the
            ledger, such as visits and invoices, which count from January
        """
        start = self._get_year_start()
        if not start:
            return label
        if has_other_figures:
            return self.env._(
                "%(label)s (cash and points from %(month)s)",
                label=label,
                month=start._format_month(),
            )
        return self.env._(
            "%(label)s (from %(month)s)", label=label, month=start._format_month()
        )

    def _get_open_periods(self):
        """Return all periods of the company that are not closed, oldest first."""
        self.ensure_one()
        return self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "!=", "closed"),
            order="date_from",
        )

    def _lock_open_periods(self):
        """Lock the open periods of the company until this transaction ends.

        :raises UserError: somebody computes a period of this company right now
        """
        try:
            (self | self._get_open_periods()).lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "Period %(period)s: another computation is running for %(company)s."
                    " Wait until it has finished, then try again.",
                    period=self.name,
                    company=self.company_id.name,
                )
            ) from None

    def _rebuild_figures(self):
        """Rebuild the records behind the month's figures; each room adds its own.

        :return: codes of the steps whose problems are about these figures
        """
        self._rebuild_ledger()
        return ["ledger"]

    def _rebuild_ledger(self):
        self.env["telecom.performance.ledger"]._rebuild_entries(self)

    def _set_computed(self):
        self._set_guarded_fields(
            {"state": "computed", "computed_on": fields.Datetime.now()}
        )

    def _check_closable(self):
        """Check the conditions of a close that no computation can change.

        :raises UserError: it is closed, an older period is open, or it is not over
        """
        self._check_not_final()
        oldest = self._get_open_periods()[0]
        if oldest != self:
            raise UserError(
                self.env._(
                    "Period %(period)s cannot be closed before %(oldest)s.",
                    period=self.name,
                    oldest=oldest.name,
                )
            )
        if self.date_to >= self.company_id._telecom_today():
            raise UserError(
                self.env._(
                    "Period %(period)s is not over yet. It can be closed from %(day)s"
                    " on.",
                    period=self.name,
                    day=format_date(self.env, fields.Date.add(self.date_to, days=1)),
                )
            )

    def _close_period(self):
        """Close a computed month; it cannot be reopened.

        :raises UserError: a problem blocks
        """
        blocking = self.problem_ids.filtered("blocking")
        if blocking:
            raise UserError(
                self.env._(
                    "Period %(period)s cannot be closed:\n%(problems)s",
                    period=self.name,
                    problems="\n".join(
                        f"- {text}" for text in blocking.mapped("message")
                    ),
                )
            )
        self._set_guarded_fields(
            {
                "state": "closed",
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "facts_at_close": self._prepare_facts_at_close(),
                # sudo: figures of the whole company, whoever closes the month
                "frozen_figures": self.sudo()._build_frozen_figures(),
            }
        )
        # Late movements of this month now belong to the next one.
        later = self._get_open_periods().filtered(lambda p: p.state == "computed")
        later._set_guarded_fields({"state": "open"})

    def _prepare_facts_at_close(self):
        """Return the undated facts that a closed month keeps; each room adds its own.

        units: ``{id: [path, kind, active]}``; teams and people: ``{id: unit id}``, of
        people on the last day. Ids are text, as JSON has no other keys.
        """
        # sudo: the facts of the whole company, whoever closes the month
        units = self.env["telecom.sales.unit"].sudo().with_context(active_test=False)
        teams = self.env["crm.team"].sudo().with_context(active_test=False)
        here = [("company_id", "=", self.company_id.id)]
        self.env.flush_all()
        people = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (salesperson_id) salesperson_id, unit_id
                  FROM telecom_salesperson_assignment
                 WHERE company_id = %s AND date_from <= %s
              ORDER BY salesperson_id, date_from DESC
                """,
                self.company_id.id,
                self.date_to,
            )
        )
        return {
            "units": {
                str(unit.id): [unit.parent_path, unit.kind, unit.active]
                for unit in units.search(here)
            },
            "teams": {
                str(team.id): team.unit_id.id
                for team in teams.search([("unit_id", "any", here)])
            },
            "people": {str(person): unit for person, unit in people},
        }

    def _get_unit_facts(self):
        """Return ``{unit id: (path, kind, active)}``, of a closed month those of then.

        The path has the ids of the units above and of the unit, the highest first.
        Units that are newer than the close are not active.
        """
        # sudo: also units that the user does not see, or sees no longer; kept facts
        units = self.env["telecom.sales.unit"].sudo().with_context(active_test=False)
        kept = (self.sudo().facts_at_close or {}).get("units", {})
        found = {}
        for unit in units.search([("company_id", "=", self.company_id.id)]):
            now = (unit.parent_path, unit.kind, unit.active and not kept)
            path, kind, active = kept.get(str(unit.id), now)
            ids = [int(unit_id) for unit_id in path.split("/") if unit_id]
            found[unit.id] = ids, kind, active
        return found

    @api.model
    def _get_ranked_unit_id(self, facts, unit_id):
        """Return the branch or county bureau in whose row a unit is, else the unit.

        :param facts: as ``_get_unit_facts`` returns them
        """
        path, *_rest = facts.get(unit_id, ([],))
        ranked = (
            each for each in path if each in facts and facts[each][1] in RANKED_KINDS
        )
        return next(ranked, unit_id)

    def _get_kept_top_units(self):
        """Return the units that lay below no other when the month was closed."""
        units = self.env["telecom.sales.unit"]
        # sudo: kept facts, whoever makes a paper
        if not self.sudo().facts_at_close:
            return units
        facts = self._get_unit_facts().items()
        return units.browse(
            [
                unit_id
                for unit_id, (path, _, active) in facts
                if active and len(path) < 2
            ]
        )

    def _get_kept_homes(self, kind):
        """Return ``{id: unit id}`` of teams or people when the month was closed."""
        # sudo: kept facts, whoever makes a paper
        kept = (self.sudo().facts_at_close or {}).get(kind, {})
        return {int(record_id): unit_id for record_id, unit_id in kept.items()}

    def _build_frozen_figures(self):
        """Return what a closed month keeps, ready for JSON; later rooms add theirs."""
        return {}

    def _check_last_month(self):
        """Check that only the last months are removed, so that no gap is left."""
        for company, mine in self.grouped("company_id").items():
            last = self.search(
                [("company_id", "=", company.id), ("id", "not in", self.ids)],
                order="date_from desc",
                limit=1,
            )
            if last and last.date_from > min(mine.mapped("date_from")):
                raise UserError(
                    self.env._(
                        "Period %(last)s comes after the one that you want to"
                        " remove. Only the last period can be removed.",
                        last=last.name,
                    )
                )
