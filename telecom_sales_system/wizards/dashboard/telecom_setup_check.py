from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_amount

from ...models.common.groups import check_service

# What makes up for a figure that is missing, by the source of its metric.
ACTIONS = {
    "key_clients": "telecom_tier_review_action",
    "projects_due": "telecom_project_entry_action",
}


class TelecomSetupCheck(models.TransientModel):
    """What to look at before the first month is run, or samples are confirmed."""

    _name = "telecom.setup.check"
    _description = "Check before a Step"

    kind = fields.Selection(
        [("first_month", "First Month"), ("samples", "Samples")],
        required=True,
        default="first_month",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    period_id = fields.Many2one(
        "telecom.period",
        string="Month",
        compute="_compute_period_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]",
        help="Months are closed one after the other, the oldest first.",
    )
    line_ids = fields.One2many(
        "telecom.setup.check.line",
        "check_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("company_id", "kind")
    def _compute_period_id(self):
        for check in self:
            check.period_id = self.env["telecom.period"].search(
                [("company_id", "=", check.company_id.id), ("state", "!=", "closed")],
                order="date_from",
                limit=1,
            )

    @api.depends("kind", "period_id", "company_id")
    def _compute_line_ids(self):
        for check in self:
            # sudo: sums of invoices and the company's settings, as sentences
            rows = getattr(check.sudo(), f"_prepare_{check.kind}_lines")()
            names = ("name", "is_ready", "message", "action_xmlid")
            check.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"sequence": place, **dict(zip(names, row, strict=True))}
                    )
                    for place, row in enumerate(rows)
                ),
            ]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_run(self):
        """Run all steps of the month, and open its page."""
        self.ensure_one()
        self._check_service()
        result = self.period_id.action_run()
        return result or self.period_id.get_formview_action()

    def action_confirm(self):
        """Note that the samples are now the bureau's own figures."""
        self.ensure_one()
        self._check_service()
        company = self.env.company
        # sudo: a setting of the own company that only this button sets
        company.sudo().telecom_samples_confirmed_on = company._telecom_today()
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_service(self):
        check_service(
            self.env,
            self.env._("Only the customer service department sets up the company."),
        )

    def _get_action_xmlids(self):
        """Return the actions that lines open."""
        return {
            "telecom_salesperson_action",
            "telecom_revenue_line_action",
            "telecom_target_action",
            "telecom_sales_unit_action",
            "telecom_circular_prefix_action",
            "telecom_client_tier_action",
            "telecom_salesperson_grade_action",
            "telecom_arrears_start_action",
            *ACTIONS.values(),
        }

    def _get_step(self):
        """Return the setup step of the first month, which knows what is missing."""
        steps = self.env["telecom.setup.step"]
        return steps.new({"company_id": self.company_id.id, "code": "first_month"})

    def _prepare_first_month_lines(self):
        """Return the readiness of the month: name, whether ready, state, action."""
        step = self._get_step()
        units = self.env["telecom.sales.unit"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("kind", "in", ("county", "branch"))
        )
        without_staff = units.filtered(lambda unit: not unit.headcount)
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company_id)
        needed, missing = step._find_missing_targets()
        lines_done, lines_text = step._describe_revenue_lines()
        share, share_text = self._describe_attribution()
        return [
            (
                self.env._("Cash with a salesperson"),
                share,
                share_text,
                "telecom_salesperson_action",
            ),
            (
                self.env._("Revenue lines"),
                lines_done,
                " ".join(lines_text),
                "telecom_revenue_line_action",
            ),
            (
                self.env._("Targets"),
                bool(needed) and not missing,
                self.env._(
                    "%(there)s of %(needed)s are there.",
                    there=len(needed) - len(missing),
                    needed=len(needed),
                ),
                "telecom_target_action",
            ),
            (
                self.env._("Number of staff"),
                bool(units) and not without_staff,
                self._describe_staff(units, without_staff),
                "telecom_sales_unit_action",
            ),
            (
                self.env._("Prefix of circulars"),
                bool(city.circular_prefix),
                city.circular_prefix
                or self.env._("The city bureau has none: its code would be printed."),
                "telecom_circular_prefix_action",
            ),
            *self._prepare_base_lines(step),
        ]

    def _describe_staff(self, units, without_staff):
        if without_staff:
            names = self._get_step()._join_names(without_staff)
            return self.env._("Missing: %s", names)
        if not units:
            return self.env._("Branches and county bureaus are missing.")
        return self.env._("All %s branches and county bureaus", len(units))

    def _prepare_base_lines(self, step):
        """Return a line for each figure without which cards cannot be published."""
        if not self.period_id:
            return []
        missing = defaultdict(self.env["telecom.sales.unit"].browse)
        pairs = step._find_missing_bases(self.company_id, self.period_id.date_to)
        for metric, unit in pairs:
            missing[metric] |= unit
        return [
            (
                metric.name,
                False,
                self.env._(
                    "None until then, so these scorecards cannot be published: %s",
                    step._join_names(units),
                ),
                ACTIONS.get(metric.source, False),
            )
            for metric, units in missing.items()
        ]

    def _describe_attribution(self):
        """Return whether nearly all cash of the month has a salesperson, and how much.

        It is the money matched in the month with invoices whose salesperson was
        registered, and assigned to a unit, on the day of the invoice.
        """
        if not self.period_id:
            months = [("company_id", "=", self.company_id.id)]
            if self.env["telecom.period"].search_count(months, limit=1):
                return True, self.env._("All months of the ledger are closed.")
            return False, self.env._("Enter the first month of the ledger first.")
        self.env.flush_all()
        [(total, mine)] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(r.amount), 0),
                       COALESCE(SUM(r.amount) FILTER (WHERE EXISTS (
                           SELECT FROM telecom_salesperson person
                             JOIN telecom_salesperson_assignment a
                               ON a.salesperson_id = person.id
                            WHERE person.user_id = m.invoice_user_id
                              AND person.company_id = m.company_id
                              AND person.state <> 'candidate'
                              AND m.invoice_date BETWEEN a.date_from
                                  AND COALESCE(a.date_to, m.invoice_date))), 0)
                  FROM account_partial_reconcile r
                  JOIN account_move_line l ON l.id = r.debit_move_id
                  JOIN account_move m ON m.id = l.move_id
                 WHERE m.move_type = 'out_invoice' AND m.company_id = %s
                   AND r.max_date BETWEEN %s AND %s
                """,
                self.company_id.id,
                self.period_id.date_from,
                self.period_id.date_to,
            )
        )
        currency = self.company_id.currency_id
        if not total:
            return False, self.env._("No payment was matched in this month.")
        text = self.env._(
            "%(mine)s of %(total)s, %(percent)s %%",
            mine=format_amount(self.env, mine, currency),
            total=format_amount(self.env, total, currency),
            percent=int(100 * mine / total),
        )
        return not currency.compare_amounts(mine, total), text

    def _prepare_samples_lines(self):
        """Return what came with the addon as samples, with their present values."""
        company = self.company_id
        is_ready = bool(company.telecom_samples_confirmed_on)
        currency = company.currency_id
        lines = self.env["telecom.revenue.line"]
        lines = lines.search(lines._check_company_domain(company))
        tiers = self.env["telecom.client.tier"].search(
            [("company_id", "in", [False, company.id])]
        )
        grades = self.env["telecom.salesperson.grade"]
        grades = grades.search(grades._check_company_domain(company))
        rates = [
            f"{line.name} {line.current_rate_id.rate:.0%}"
            for line in lines.with_company(company)
            if line.current_rate_id
        ]
        return [
            (
                self.env._("Conversion Rates"),
                is_ready,
                " · ".join(rates),
                "telecom_revenue_line_action",
            ),
            (
                self.env._("Client Tiers"),
                is_ready,
                " · ".join(
                    f"{tier.name} {format_amount(self.env, tier.threshold, currency)}"
                    for tier in tiers
                ),
                "telecom_client_tier_action",
            ),
            (
                self.env._("Grades"),
                is_ready,
                " · ".join(
                    f"{grade.name} {grade.half_year_points:,.0f}" for grade in grades
                ),
                "telecom_salesperson_grade_action",
            ),
            (
                self.env._("Arrears"),
                is_ready,
                self.env._(
                    "Warning at %(first)s days, circular at %(second)s, blacklist"
                    " proposal at %(third)s",
                    first=company.telecom_warning_days,
                    second=company.telecom_circular_days,
                    third=company.telecom_blacklist_days,
                ),
                "telecom_arrears_start_action",
            ),
        ]
