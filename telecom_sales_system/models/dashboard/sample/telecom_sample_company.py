from calendar import monthrange
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.date_utils import end_of, start_of

from ...common.groups import ROLE_GROUPS
from . import sample_plan as plan

MODULE = "telecom_sales_system."
# The module of the external ids of records that no company owns.
MARK = "__telecom_sample__"
# Tables that grow by the documents
GROWN = (
    "account_bank_statement_line",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "product_category",
    "product_product",
    "product_template",
    "res_partner",
    "telecom_salesperson",
    "telecom_salesperson_assignment",
)
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}


class TelecomSampleCompany(models.AbstractModel):
    """A company of its own with a year of documents, to look around in.

    All records belong to it, or have an external id that names it, so that it can be
    taken away as a whole: closed months and issued circulars of other companies stay
    protected, and nothing of the user's own company is touched.
    """

    _name = "telecom.sample.company"
    _description = "Sample Company"

    @api.model
    def _create_sample_company(self):
        """Create the sample company with all its records, and return it.

        :raises UserError: there is one already
        """
        if self._find_sample_company():
            raise UserError(
                self.env._("There is a sample company already. Take it away first.")
            )
        # sudo: the department tries the app out; what is created is written down here
        loader = self.sudo().with_context(**QUIET)
        company = loader._create_company()
        loader = loader.with_company(company).with_context(
            allowed_company_ids=company.ids
        )
        loader._create_months()
        units = loader._create_units()
        users = loader._create_people(units)
        products = loader._create_products()
        clients = loader._create_clients(units, users)
        loader._create_documents(clients, products, users)
        loader._apply_tiers(users)
        loader._create_projects(units)
        loader._prepare_year(users)
        loader._close_months(users)
        loader._send_circulars(users)
        return company.sudo(False)

    @api.model
    def _find_sample_company(self):
        """Return the sample company, empty if there is none."""
        # sudo: whether there is one is no secret
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return companies.search([("telecom_is_sample", "=", True)], limit=1)

    def _get_text(self, pair):
        """Return a text of the plan in the user's language."""
        return pair[1 if (self.env.lang or "").startswith("zh") else 0]

    def _get_days(self):
        """Return the first days of the months with invoices, and today."""
        today = self.env.company._telecom_today()
        this_month = start_of(today, "month")
        months = [
            this_month - relativedelta(months=back)
            for back in range(plan.MONTHS, 0, -1)
        ]
        return months, today

    def _mark_record(self, record, name):
        """Give a record that no company owns an external id, which names the sample."""
        self.env["ir.model.data"].create(
            {
                "module": MARK,
                "name": f"company_{self.env.company.id}_{name}",
                "model": record._name,
                "res_id": record.id,
                "noupdate": True,
            }
        )

    def _create_company(self):
        own = self.env.company
        company = own.create(
            {
                "name": self._get_text(plan.COMPANY),
                "currency_id": own.currency_id.id,
                "country_id": own.country_id.id,
                "telecom_tz": own.telecom_tz,
                # Its papers are in the language of its names.
                "telecom_lang": self.env.lang or own.telecom_lang,
            }
        )
        # The column is closed to all calls, so that no real company gets the mark.
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET telecom_is_sample = TRUE WHERE id = %s",
                company.id,
            )
        )
        company.invalidate_recordset(["telecom_is_sample"])
        company.partner_id.lang = self.env.lang
        chart = own.chart_template or "generic_coa"
        # As demo data it comes before all is loaded, of which try_loading warns.
        self.env["account.chart.template"]._load(
            chart, company, install_demo=False, force_create=True
        )
        self.env.user.company_ids += company
        return company

    def _create_months(self):
        months, today = self._get_days()
        for first_day in [*months[-plan.CLOSED :], start_of(today, "month")]:
            self.env["telecom.period"].create({"date_from": first_day})

    def _create_units(self):
        made = {}
        for row in plan.UNITS:
            made[row.code] = self.env["telecom.sales.unit"].create(
                {
                    "name": self._get_text(row.name),
                    "code": row.code,
                    "kind": row.kind,
                    "headcount": row.staff,
                    "parent_id": row.parent and made[row.parent].id,
                }
            )
        city = made[plan.UNITS[0].code]
        city.circular_prefix = self._get_text(plan.PREFIX)
        # One person in the department: drafts circulars and reviews them.
        city.drafter_may_review = True
        return made

    def _create_people(self, units):
        """Create users without a password, who cannot log in, and salespeople."""
        company = self.env.company
        months, _today = self._get_days()
        users = {}
        for row in plan.PEOPLE:
            users[row.key] = self.env["res.users"].create(
                {
                    "name": self._get_text(row.name),
                    "login": f"sample-{company.id}-{row.key}",
                    "lang": self.env.lang,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.link(self.env.ref(ROLE_GROUPS[row.role]).id)],
                }
            )
            if row.certificate:
                person = self.env["telecom.salesperson"].create(
                    {
                        "user_id": users[row.key].id,
                        "certificate_no": row.certificate,
                    }
                )
                person._register_salesperson(
                    {"date_from": months[0], "unit_id": units[row.unit].id}
                )
            elif row.unit:
                units[row.unit].manager_id = users[row.key]
        return users

    def _create_products(self):
        """Create a product of each category; categories are shared by companies."""
        products = {}
        for code, name in plan.CATEGORIES.items():
            category = self.env["product.category"].create(
                {
                    "name": self._get_text(name),
                    "own_revenue_line_id": self.env.ref(
                        f"{MODULE}revenue_line_{code}"
                    ).id,
                }
            )
            self._mark_record(category, f"category_{code}")
            products[code] = self.env["product.product"].create(
                {
                    "name": self._get_text(name),
                    "type": "service",
                    "categ_id": category.id,
                    "company_id": self.env.company.id,
                    "taxes_id": [Command.clear()],
                }
            )
        return products

    def _create_clients(self, units, users):
        company = self.env.company
        self.env["telecom.client.tier"].create(
            [
                {
                    "name": self._get_text(name),
                    "code": code,
                    "company_id": company.id,
                    "threshold": threshold,
                    "visit_interval_days": interval,
                }
                for code, (name, threshold, interval) in plan.TIERS.items()
            ]
        )
        people = self.env["telecom.salesperson"].search(
            [("company_id", "=", company.id)]
        )
        by_user = {person.user_id: person for person in people}
        return [
            self.env["res.partner"].create(
                {
                    "name": self._get_text(row.name),
                    "is_company": True,
                    "company_id": company.id,
                    "sales_unit_id": by_user[users[row.person]].unit_id.id,
                    "client_manager_id": by_user[users[row.person]].id,
                }
            )
            for row in plan.CLIENTS
        ]

    def _create_documents(self, clients, products, users):
        """Post an invoice for each client and month, and match bank lines with them."""
        months, today = self._get_days()
        vals = [
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "invoice_date": first_day + timedelta(days=2 + place),
                "invoice_user_id": users[row.person].id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": products[row.category].id,
                            "price_unit": round(
                                row.revenue * (plan.FIRST_SHARE + plan.GROWTH * month),
                                2,
                            ),
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
            for month, first_day in enumerate(months)
            for place, (row, client) in enumerate(
                zip(plan.CLIENTS, clients, strict=True)
            )
        ]
        moves = self.env["account.move"].create(vals)
        moves.action_post()
        late = self._get_text(
            next(row.name for row in plan.CLIENTS if row.name[0] == plan.LATE_CLIENT)
        )
        unpaid_from = months[-4]
        paid = moves.filtered(
            lambda move: (
                (move.partner_id.name != late or move.invoice_date < unpaid_from)
                and self._get_payment_day(move) < today
            )
        )
        self._match_bank_lines(paid)
        # PostgreSQL gathers no statistics during this long transaction.
        self.env.flush_all()
        for table in GROWN:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _get_payment_day(self, move):
        return move.invoice_date + timedelta(days=plan.PAID_AFTER)

    def _match_bank_lines(self, moves):
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )
        lines = self.env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": bank.id,
                    "date": self._get_payment_day(move),
                    "payment_ref": move.name,
                    "partner_id": move.partner_id.id,
                    "amount": move.amount_total,
                    "counterpart_account_id": (
                        move.partner_id.property_account_receivable_id.id
                    ),
                }
                for move in moves
            ]
        )
        for line, move in zip(lines, moves, strict=True):
            (line.move_id.line_ids | move.line_ids).filtered(
                lambda row: row.account_type == "asset_receivable"
            ).reconcile()

    def _apply_tiers(self, users):
        months, _today = self._get_days()
        review = (
            self.env["telecom.tier.review"]
            .with_user(users["service"])
            .create({"as_of": months[-plan.CLOSED] - timedelta(days=1)})
        )
        review.action_compute()
        review.action_apply()
        # They were key clients before the ledger began. No call changes the history.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE telecom_client_tier_history SET date = %s"
                " WHERE company_id = %s",
                months[0],
                self.env.company.id,
            )
        )
        self.env["telecom.client.tier.history"].invalidate_model(["date"])

    def _create_projects(self, units):
        """Plan a project of each unit, due in the first month that is closed."""
        months, _today = self._get_days()
        for first_day in months[-plan.CLOSED :]:
            self.env["telecom.marketing.project"].create(
                [
                    {
                        "name": self._get_text(plan.PROJECT),
                        "unit_id": unit.id,
                        "year": first_day.year,
                        "deadline": first_day + timedelta(days=9),
                        "planned_revenue": plan.PROJECT_REVENUE,
                    }
                    for unit in units.values()
                    if unit.kind in ("county", "branch")
                ]
            )

    def _prepare_year(self, users):
        """List the duties, start the contest, set targets near what was reached."""
        clerk = self.with_user(users["service"])
        months, today = self._get_days()
        # Targets of points follow the ledger.
        clerk.env["telecom.period"].search(
            [
                ("date_from", "in", months[-plan.CLOSED :]),
                ("company_id", "=", self.env.company.id),
            ]
        ).action_compute()
        for year in sorted({months[-1].year, today.year}):
            setup = clerk.env["telecom.setup.year"].create({"year": year})
            setup.action_prepare()
            self._set_targets(clerk, end_of(get_day_in_year(year, today), "month"))
        # sudo: proofs are found by the nightly job
        duties = self.env["telecom.duty"].search(
            [("company_id", "=", self.env.company.id), ("due_on", "<=", today)]
        )
        for duty in duties:
            duty.write(
                {
                    "fulfilled_on": duty.due_on,
                    "fulfilled_by_id": duty.unit_id.manager_id.id,
                }
            )

    def _set_targets(self, clerk, day):
        """Set the targets that the scorecards of a day need."""
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.env.company.id)]
        )
        needed, missing = clerk.env["telecom.setup.step"]._find_needed_targets(
            self.env.company, day
        )
        first_day = day.replace(month=1, day=1)
        reached = {
            metric: metric._measure_scopes(units, first_day, day)
            for metric in {metric for metric, _unit in needed}
        }
        clerk.env["telecom.target"].create(
            [
                {
                    "metric_id": metric.id,
                    "unit_id": unit.id,
                    "year": day.year,
                    "amount": max(
                        1, round(float(reached[metric].get(unit.id) or 0) * plan.ASKED)
                    ),
                    "has_base": True,
                    "base": max(
                        1, round(float(reached[metric].get(unit.id) or 0) * 0.8)
                    ),
                }
                for metric, unit in missing
            ]
        )

    def _close_months(self, users):
        """Close the months of the ledger; publish their cards if nothing is missing."""
        months, _today = self._get_days()
        periods = self.env["telecom.period"].with_user(users["service"])
        for first_day in months[-plan.CLOSED :]:
            period = periods.search(
                [
                    ("date_from", "=", first_day),
                    ("company_id", "=", self.env.company.id),
                ]
            )
            period.action_run_and_close()
            cards = periods.env["telecom.assessment"].search(
                [("period_id", "=", period.id)]
            )
            # The close itself changes figures, such as the circulars that are drafted.
            self._take_steps(
                cards.action_compute, cards.action_review, cards.action_publish
            )

    def _send_circulars(self, users):
        """Sign and issue the circulars on the closed months."""
        circulars = self.env["telecom.circular"].with_user(users["service"])
        drafts = circulars.search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "=", "performance"),
                ("state", "=", "draft"),
            ],
            order="id",
        )
        for draft in drafts:
            self._take_steps(
                draft.action_review,
                draft.with_user(users["leader"]).action_sign,
                draft.action_issue,
            )

    def _take_steps(self, *steps):
        """Take steps until one is refused: what is a sample need not be complete."""
        for step in steps:
            try:
                with self.env.cr.savepoint():
                    step()
            except UserError:
                break


def get_day_in_year(year, today):
    """Return today, or the last day of an earlier year."""
    if year == today.year:
        return today
    return fields.Date.to_date(f"{year}-12-{monthrange(year, 12)[1]}")
