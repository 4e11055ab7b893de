import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.jit import disable_jit

SUMS = {"residual:sum", "outstanding:sum", "set_aside:sum", "overdue:sum"}
SUMS.add("waiting:sum")


def _is_of_days(spec):
    """Return whether a field, or a grouping by it, distinguishes month ends."""
    return re.split("[.:]", spec)[0] in ("date", "period_id")


class TelecomArrearsBalance(models.Model):
    """The debt of a client at the end of a month, by seller, unit and bucket.

    The computation of the period writes the rows. They are rebuilt until the period is
    closed; after that they keep the unit that the client had then. Sums over several
    month ends would count the same debt several times, so groups over several month
    ends show their average. All groups and the total divide by the same number of month
    ends, so that the parts sum up to the total.
    """

    _name = "telecom.arrears.balance"
    _description = "Arrears at Month End"
    _inherit = ["telecom.arrears.figures"]
    _order = "date desc, overdue desc, outstanding desc, id"
    _rec_name = "partner_id"
    _log_access = False

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(string="Month End", required=True, readonly=True)
    partner_id = fields.Many2one(index=True, ondelete="restrict")
    sales_unit_id = fields.Many2one(ondelete="restrict")
    user_id = fields.Many2one(ondelete="restrict")
    days_overdue = fields.Integer(
        readonly=True,
        aggregator="max",
        help="0 or less: not due yet.",
    )
    company_id = fields.Many2one(required=True)
    currency_id = fields.Many2one(required=True)

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        rows = super()._read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )
        amounts = [
            place for place, spec in enumerate(aggregates, len(groupby)) if spec in SUMS
        ]
        if not (rows and amounts):
            return rows
        days = [place for place, spec in enumerate(groupby) if _is_of_days(spec)]
        month_ends = self._count_month_ends(domain, [groupby[day] for day in days])
        averages = []
        for row in rows:
            values = list(row)
            for place in amounts:
                if values[place]:
                    values[place] /= month_ends[tuple(row[day] for day in days)]
            averages.append(tuple(values))
        return averages

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        # Each set covers its own month ends, so each needs a query.
        if SUMS.isdisjoint(aggregates):
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        wanted = [part.strip() for part in (order or "").split(",")]
        return [
            self._read_group(
                domain,
                groupby,
                aggregates,
                order=", ".join(
                    part
                    for part in wanted
                    if part and part.split()[0] in (*groupby, *aggregates)
                )
                or None,
            )
            for groupby in grouping_sets
        ]

    @api.model
    def _get_debts(self, company, day, clients):
        """Return ``{client: (overdue, days overdue)}`` of a day.

        The last day of a closed month keeps them. Clients are those of then, which may
        have become contacts of others.
        """
        period = self.env["telecom.period"].search(
            [
                ("company_id", "=", company.id),
                ("date_to", "=", day),
                ("state", "=", "closed"),
            ]
        )
        if period:
            return {
                client: (overdue, days)
                for client, overdue, days in self._read_group(
                    [
                        ("period_id", "=", period.id),
                        ("partner_id", "in", clients.ids),
                        ("outstanding", ">", 0),
                    ],
                    ["partner_id"],
                    ["overdue:sum", "days_overdue:max"],
                )
            }
        owed = defaultdict(lambda: (0, 0))
        for row in self.env["telecom.arrears"]._get_arrears(
            company, day, clients.commercial_partner_id
        ):
            overdue, days = owed[row["partner_id"]]
            owed[row["partner_id"]] = (
                overdue + row["overdue"],
                max(days, row["days_overdue"]),
            )
        return {client: owed[client.commercial_partner_id.id] for client in clients}

    @api.model
    def _get_owed_by_seller(self, period, users):
        """Return ``{user id: (owed, overdue)}`` on the last day of a month.

        A closed month keeps them.
        """
        if period.state != "closed":
            return self.env["telecom.arrears"]._get_owed_by_seller(
                period.company_id, users, period.date_to
            )
        return {
            user.id: tuple(sums)
            for user, *sums in self._read_group(
                [
                    ("period_id", "=", period.id),
                    ("user_id", "in", users.ids),
                    ("outstanding", ">", 0),
                ],
                ["user_id"],
                ["outstanding:sum", "overdue:sum"],
            )
        }

    def _count_month_ends(self, domain, groupby):
        """Count the month ends that each group by days covers.

        Month ends at which a client owed nothing have no row but count too. So only the
        conditions on days are taken from the domain.

        :return: ``{values of groupby: month ends}``
        """
        about_days = (
            Domain(domain)
            .optimize(self)
            .map_conditions(
                lambda part: part if _is_of_days(part.field_expr) else Domain.TRUE
            )
        )
        # sudo: every user may know how many months are computed
        rows = self.sudo()._read_group(
            about_days & Domain("company_id", "in", self.env.companies.ids),
            groupby,
            ["date:count_distinct"],
        )
        return {tuple(values): count for *values, count in rows}

    def _rebuild_balances(self, period):
        """Replace the balances of a period by the debts of its last day."""
        arrears = self.env["telecom.arrears"]
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM telecom_arrears_balance WHERE period_id = %s", period.id)
        )
        disable_jit(self.env)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_arrears_balance (
                    period_id, date, company_id, currency_id, partner_id, user_id,
                    sales_unit_id, bucket, kind, residual, outstanding, set_aside,
                    waiting, days_overdue, overdue, overdue_ratio)
                SELECT %(period)s, %(day)s, item.company_id, %(currency)s,
                       item.partner_id, item.user_id, unit.id, item.bucket::varchar,
                       item.kind, SUM(item.residual), SUM(item.owed),
                       SUM(item.set_aside), SUM(item.waiting),
                       MAX(item.days_overdue) FILTER (WHERE item.owed > 0),
                       CASE WHEN item.bucket > 0 THEN SUM(item.owed) ELSE 0 END,
                       CASE WHEN item.bucket > 0 AND SUM(item.owed) > 0 THEN 1 ELSE 0
                       END
                  FROM %(items)s
              GROUP BY item.company_id, item.partner_id, item.user_id, unit.id,
                       item.bucket, item.kind
                """,
                period=period.id,
                day=period.date_to,
                currency=period.currency_id.id,
                items=arrears._get_items_with_unit_source(
                    arrears._get_all_items_query(period.company_id, period.date_to)
                ),
            )
        )
        self.invalidate_model(flush=False)
