import ast
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date, format_list

from ...common.jit import disable_jit
from ...common.screens.list_action import prepare_list_action
from ...common.sentences import format_names


class TelecomPeriodProblem(models.Model):
    """A problem that a computation found and that somebody should check.

    ``_find_<code>(period)`` returns the problems of a step, as values of this model:
    message, blocking, record_count, amount, and the records it opens (res_model,
    res_domain, a domain without variables). The room of the step defines it; any room
    and any addon adds problems to any step by returning more than ``super()``.
    """

    _name = "telecom.period.problem"
    _description = "Period Problem"
    _inherit = ["telecom.guarded.mixin"]
    _order = "period_id desc, sequence, blocking desc, id"

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True)
    currency_id = fields.Many2one(related="period_id.currency_id")
    step = fields.Selection(
        "_get_step_selection", required=True, readonly=True, default="ledger"
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    blocking = fields.Boolean(
        readonly=True, help="The period cannot be closed while this problem exists."
    )
    message = fields.Char(string="Problem", required=True, readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
    amount = fields.Monetary(string="Amount Concerned", readonly=True)
    res_model = fields.Char(readonly=True)
    res_domain = fields.Char(readonly=True)
    remedy = fields.Selection(
        [("registration", "Registration")],
        readonly=True,
        help="The dialog that solves the problem.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("step")
    def _compute_sequence(self):
        settings = self.env["telecom.close.step"]._get_step_settings()
        for problem in self:
            problem.sequence = settings[problem.step]["sequence"]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_records(self):
        """Open the records that the problem is about.

        :raises UserError: the user may not see such records
        """
        self.ensure_one()
        if not self.env[self.res_model].has_access("read"):
            raise UserError(
                self.env._(
                    "%(problem)s: %(count)s records, %(amount)s in all. Your role"
                    " cannot open them; ask the accounting department to look at them.",
                    problem=self.message,
                    count=self.record_count,
                    amount=format_amount(self.env, self.amount, self.currency_id),
                )
            )
        return prepare_list_action(
            self.env,
            self.message,
            self.res_model,
            ast.literal_eval(self.res_domain),
            text=self.env._(
                "The problem is solved. It leaves the list of problems when the steps"
                " run again."
            ),
        ) | {"context": {"show_seller": self.remedy == "registration"}}

    def action_solve(self):
        """Open the dialog that solves the problem."""
        self.ensure_one()
        return getattr(self, f"_open_remedy_{self.remedy}")()

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_step_selection(self):
        """Return the steps of the close; their labels are translated there."""
        steps = self.env["telecom.close.step"]
        return steps._fields["code"]._description_selection(self.env)

    def _detect_problems(self, period, codes):
        """Replace the problems of steps of a period by the present ones.

        :param codes: codes of ``telecom.close.step``
        """
        # sudo: problems are written by the computation only
        problems = self.sudo()
        problems.search([("period_id", "=", period.id), ("step", "in", codes)]).unlink()
        disable_jit(self.env)
        return problems.create(
            [
                {"period_id": period.id, "step": code, **problem}
                for code in codes
                for problem in getattr(self, f"_find_{code}")(period)
            ]
        )

    def _find_ledger(self, period):
        """Return the values of each problem: message, blocking, what it opens."""
        return [
            *self._find_without_revenue_line(period),
            *self._find_without_rate(period),
            *self._find_unassigned(period),
            *self._find_unapplied(period),
            *self._find_unmatched_entries(period),
            *self._find_gross_splits(period),
            *self._find_matched_without_cash(period),
            *self._find_payments_without_entry(period),
            *self._find_bank_lines_in_suspense(period),
            *self._find_branch_receipts(period),
        ]

    def _prepare_entry_problem(self, period, domain, message, blocking):
        domain = Domain("period_id", "=", period.id) & domain
        entries = self.env["telecom.performance.entry"]._search(domain)
        # Money in and money out concern somebody alike; their sum might be zero.
        [(count, amount)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*), COALESCE(SUM(ABS(cash)), 0)
                  FROM telecom_performance_entry WHERE id IN %s
                """,
                entries.subselect(),
            )
        )
        return {
            "blocking": blocking,
            "message": message,
            "record_count": count,
            "amount": amount,
            "res_model": "telecom.performance.entry",
            "res_domain": str(list(domain)),
        }

    def _prepare_record_problems(self, period, model, domain, message):
        """Return values of the non-blocking problem about records, [] if none."""
        domain &= Domain("company_id", "in", [False, period.company_id.id])
        # sudo: a count, for whoever closes the month; who opens it needs the right
        count = self.env[model].sudo().search_count(domain)
        if not count:
            return []
        return [
            {
                "blocking": False,
                "message": message,
                "record_count": count,
                "res_model": model,
                "res_domain": str(list(domain)),
            }
        ]

    def _find_without_revenue_line(self, period):
        """Find cash on products without a revenue line; it opens the products."""
        missing = Domain("revenue_line_id", "=", False)
        problem = self._prepare_entry_problem(
            period, missing, self.env._("Cash on lines without a revenue line"), True
        )
        if not problem["record_count"]:
            return []
        entries = self.env["telecom.performance.entry"]._search(
            missing & Domain("period_id", "=", period.id)
        )
        # sudo: the names of products on invoices, for people without accounting rights
        lines = self.env["account.move.line"].sudo()
        products = lines._read_group(
            [
                ("move_id", "in", entries.subselect("move_id")),
                ("display_type", "=", "product"),
                ("product_id", "!=", False),
            ],
            [],
            ["product_id:recordset"],
        )[0][0]
        products = products.with_company(period.company_id).filtered(
            lambda product: not product.categ_id.revenue_line_id
        )
        if not products:
            return [problem]
        names = format_names(self.env, products.mapped("display_name"))
        return [
            problem
            | {
                "message": self.env._(
                    "Products without a revenue line (set it on their product"
                    " category): %s",
                    names,
                ),
                "record_count": len(products),
                "res_model": "product.product",
                "res_domain": str([("id", "in", products.ids)]),
            }
        ]

    def _find_without_rate(self, period):
        """Find cash that cannot be converted; the problem opens the revenue line."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT revenue_line_id, MIN(invoice_date), COUNT(*), SUM(ABS(cash))
                  FROM telecom_performance_entry
                 WHERE period_id = %s AND revenue_line_id IS NOT NULL AND rate IS NULL
              GROUP BY revenue_line_id ORDER BY revenue_line_id
                """,
                period.id,
            )
        )
        return [
            {
                "blocking": True,
                "message": self.env._(
                    "Revenue line %(line)s has no conversion rate on %(date)s",
                    line=self.env["telecom.revenue.line"].browse(line_id).name,
                    date=format_date(self.env, first),
                ),
                "record_count": count,
                "amount": cash,
                "res_model": "telecom.revenue.line",
                "res_domain": str([("id", "=", line_id)]),
            }
            for line_id, first, count, cash in rows
        ]

    def _find_unassigned(self, period):
        """Find cash without a salesperson, with the reasons and with the people."""
        messages = {
            "unassigned": self.env._("Cash without salesperson and without unit"),
            "client_unit": self.env._(
                "Cash without a registered salesperson, left to the client's unit"
            ),
        }
        problems = []
        for (attribution, reason), sellers in self._get_unassigned_sellers(
            period
        ).items():
            domain = Domain("attribution", "=", attribution) & Domain.OR(
                self._get_seller_domain(reason, user, first_day)
                for user, first_day in sellers
            )
            message = self.env._(
                "%(problem)s: %(reason)s",
                problem=messages[attribution],
                reason=self._describe_sellers(reason, sellers),
            )
            problem = self._prepare_entry_problem(period, domain, message, False)
            if reason in ("late", "unregistered"):
                problem["remedy"] = "registration"
            problems.append(problem)
        return problems

    def _get_unassigned_sellers(self, period):
        """Return who sold what is nobody's, by attribution and reason.

        The reasons are none (no salesperson on the invoice), unregistered, late
        (registered later than the invoice) and away (on no assignment that day).

        :return: ``{(attribution, reason): [(user, first day of the assignments)]}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT attribution, reason, user_id, first_day FROM (
                    SELECT e.attribution, sale.invoice_user_id AS user_id,
                           at_work.first_day, CASE
                           WHEN sale.invoice_user_id IS NULL THEN 'none'
                           WHEN at_work.first_day IS NULL THEN 'unregistered'
                           WHEN e.invoice_date < at_work.first_day THEN 'late'
                           ELSE 'away' END AS reason
                      FROM telecom_performance_entry e
                 LEFT JOIN account_move sale ON sale.id = e.sale_id
                 LEFT JOIN LATERAL (
                           SELECT MIN(a.date_from) AS first_day
                             FROM telecom_salesperson person
                             JOIN telecom_salesperson_assignment a
                               ON a.salesperson_id = person.id
                            WHERE person.user_id = sale.invoice_user_id
                              AND person.company_id = e.company_id
                              AND person.state <> 'candidate') at_work ON TRUE
                     WHERE e.period_id = %s AND e.attribution <> 'salesperson') entry
              GROUP BY attribution, reason, user_id, first_day
              ORDER BY attribution DESC, reason, user_id
                """,
                period.id,
            )
        )
        found = defaultdict(list)
        for attribution, reason, user_id, first_day in rows:
            user = self.env["res.users"].browse(user_id or ())
            found[attribution, reason].append((user, first_day))
        return found

    def _get_seller_domain(self, reason, user, first_day):
        """Return the domain of the entries of a seller that a reason is about."""
        domain = Domain("seller_id", "=", user.id)
        if reason == "late":
            domain &= Domain("invoice_date", "<", fields.Date.to_string(first_day))
        elif reason == "away":
            domain &= Domain("invoice_date", ">=", fields.Date.to_string(first_day))
        return domain

    def _describe_sellers(self, reason, sellers):
        # sudo: names of the salespeople of invoices
        names = format_names(
            self.env,
            [
                f"{user.sudo().name} ({format_date(self.env, first_day)})"
                if reason == "late"
                else user.sudo().name
                for user, first_day in sellers
            ],
        )
        texts = {
            "none": self.env._("the invoices have no salesperson"),
            "unregistered": self.env._("%s: not registered as salespeople", names),
            "late": self.env._("registered only from a later day on: %s", names),
            "away": self.env._("%s: not at work on the day of the invoice", names),
        }
        return texts[reason]

    def _open_remedy_registration(self):
        """Open the registration of the people whose cash is nobody's."""
        entries = self.env["telecom.performance.entry"]
        found = entries.search(Domain(ast.literal_eval(self.res_domain)))
        registration = self.env["telecom.salesperson.registration"]
        return registration.with_company(self.company_id)._open_for_users(
            found.seller_id
        )

    def _find_unapplied(self, period):
        """Find payments, in and out, that are matched to no document."""
        domain = Domain(
            [
                ("company_id", "=", period.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
                ("date", "<=", fields.Date.to_string(period.date_to)),
                ("reconciled", "=", False),
                "|",
                ("payment_id", "!=", False),
                ("statement_line_id", "!=", False),
            ]
        )
        messages = {
            "<": self.env._("Payments not yet matched to an invoice"),
            ">": self.env._("Money paid to clients, matched to no credit note"),
        }
        # sudo: the sum of open payments, for people without accounting rights
        lines = self.env["account.move.line"].sudo()
        problems = []
        for operator, message in messages.items():
            waiting = domain & Domain("amount_residual", operator, 0)
            [(count, residual)] = lines._read_group(
                waiting, [], ["__count", "amount_residual:sum"]
            )
            if count:
                problems.append(
                    {
                        "message": message,
                        "record_count": count,
                        "amount": abs(residual),
                        "res_model": "account.move.line",
                        "res_domain": str(list(waiting)),
                    }
                )
        return problems

    def _find_unmatched_entries(self, period):
        """Find journal entries between bank and receivable that are matched to nothing;
        the problem opens the items."""
        rows = self.env.execute_query(self._get_unmatched_entries_sql(period))
        if not rows:
            return []
        message = self.env._(
            "Journal entries on bank or cash with a receivable, matched to nothing"
        )
        ids, amounts = zip(*rows, strict=True)
        return [
            self._prepare_id_problem(message, "account.move.line", ids, sum(amounts))
        ]

    def _prepare_id_problem(self, message, model, ids, amount):
        """Return values of the non-blocking problem about records of accounting."""
        return {
            "blocking": False,
            "message": message,
            "record_count": len(ids),
            "amount": amount,
            "res_model": model,
            "res_domain": str([("id", "in", sorted(ids))]),
        }

    def _find_gross_splits(self, period):
        """Find cash that was split by gross amounts; it opens the documents."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move_id, SUM(ABS(cash)) FROM telecom_performance_entry
                 WHERE period_id = %s AND is_gross_split AND kind = 'cash'
              GROUP BY move_id
                """,
                period.id,
            )
        )
        if not rows:
            return []
        message = self.env._(
            "Cash split by gross amounts, because lines of different sign and tax make"
            " a part larger than the whole"
        )
        moves, amounts = zip(*rows, strict=True)
        return [self._prepare_id_problem(message, "account.move", moves, sum(amounts))]

    def _find_matched_without_cash(self, period):
        """Find entries that are matched to customer documents but counted as no cash.

        They open the payments or journal entries.
        """
        messages = {
            "entry": self.env._(
                "Journal entries without bank or cash account matched to invoices"
                " (write-offs, transfers between receivables)"
            ),
            "entry_on_bank": self.env._(
                "Journal entries on bank or cash matched to invoices; by the settings"
                " they are no cash"
            ),
            "corrected": self.env._(
                "Payments and bank lines without bank or cash account matched to"
                " invoices"
            ),
            "no_document": self.env._(
                "Payments matched to journal entries (opening balances), not to"
                " invoices"
            ),
            "wrong_way": self.env._(
                "Journal entries and payments matched to invoices whose bank or cash"
                " account has the wrong sign (write-offs with costs)"
            ),
            "uncleared": self.env._(
                "Payments matched to invoices that no bank line has cleared yet"
            ),
        }
        rows = self.env.execute_query(self._get_without_cash_sql(period))
        return [
            self._prepare_id_problem(messages[reason], "account.move", moves, amount)
            for reason, moves, amount in rows
        ]

    def _find_payments_without_entry(self, period):
        """Find payments of open invoices, or of none, that no journal entry books."""
        # sudo: payments, for people without accounting rights
        payments = (
            self.env["account.payment"]
            .sudo()
            .search(
                [
                    ("company_id", "=", period.company_id.id),
                    ("move_id", "=", False),
                    ("partner_type", "=", "customer"),
                    ("date", "<=", period.date_to),
                    "|",
                    "&",
                    ("state", "in", ("in_process", "paid")),
                    ("invoice_ids.amount_residual", ">", 0),
                    "&",
                    ("state", "=", "in_process"),
                    ("invoice_ids", "=", False),
                ]
            )
        )
        if not payments:
            return []
        message = self.env._("Payments in process without a journal entry")
        amount = sum(map(abs, payments.mapped("amount_company_currency_signed")))
        return [
            self._prepare_id_problem(message, "account.payment", payments.ids, amount)
        ]

    def _find_bank_lines_in_suspense(self, period):
        """Find bank lines of which nothing, or only a part, is matched."""
        # sudo: bank lines, for people without accounting rights
        rows = self.env.execute_query(
            SQL(
                """
                SELECT is_matched_half, ARRAY_AGG(statement_line_id), SUM(amount)
                  FROM (SELECT l.statement_line_id, ABS(SUM(l.balance)) AS amount,
                               EXISTS (
                                   SELECT FROM account_move_line other
                                    WHERE other.move_id = l.move_id
                                      AND other.account_id NOT IN (
                                          j.suspense_account_id, j.default_account_id)
                                      AND other.balance <> 0) AS is_matched_half
                          FROM account_move_line l
                          JOIN account_journal j ON j.id = l.journal_id
                           AND j.suspense_account_id = l.account_id
                         WHERE l.company_id = %s AND l.parent_state = 'posted'
                           AND l.statement_line_id IS NOT NULL AND l.date <= %s
                           AND l.reconciled IS NOT TRUE AND l.balance <> 0
                      GROUP BY l.statement_line_id, l.move_id, j.id) line
              GROUP BY is_matched_half ORDER BY is_matched_half
                """,
                period.company_id.id,
                period.date_to,
            )
        )
        messages = {
            False: self.env._("Bank lines in suspense, matched to nothing"),
            True: self.env._("Bank lines of which a part is in suspense"),
        }
        return [
            self._prepare_id_problem(
                messages[is_half], "account.bank.statement.line", ids, amount
            )
            for is_half, ids, amount in rows
        ]

    def _find_branch_receipts(self, period):
        """Find money of branch companies in months that the branch does not have."""
        # sudo: documents of branches, for people without accounting rights
        branches = self.env["res.company"].sudo()
        branches = branches.search(
            [
                ("id", "child_of", period.company_id.id),
                ("id", "!=", period.company_id.id),
            ]
        )
        if not branches:
            return []
        rows = self.env.execute_query(self._get_branch_receipts_sql(period, branches))
        if not rows:
            return []
        moves, amounts = zip(*rows, strict=True)
        # sudo: as above
        documents = self.env["account.move"].sudo().browse(set(moves))
        message = self.env._(
            "Money of branches that do not have the month: %s",
            format_list(self.env, documents.company_id.sorted("name").mapped("name")),
        )
        return [
            self._prepare_id_problem(
                message, "account.move", documents.ids, sum(amounts)
            )
        ]
