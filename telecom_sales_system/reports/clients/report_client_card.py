from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.decimals import exact
from ...tools.paper.bar_chart import LAST_YEAR, THIS_YEAR, bar_chart
from ...tools.paper.matrix import growth

HISTORY_ROWS = 6


class ReportClientCard(models.AbstractModel):
    """The key-client card (大客户档案卡): one page a client, with a revenue chart."""

    _name = "report.telecom_sales_system.report_client_card"
    _description = "Key-Client Card"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "res.partner"

    @api.model
    def _get_report_values(self, docids, data=None):
        clients = self.env["res.partner"].browse(docids).commercial_partner_id
        today = self.env.company._telecom_today()
        return super()._get_report_values(clients.ids, data) | {
            "lang": self.env.lang,
            "today": format_date(self.env, today, date_format="long"),
        }

    def _get_papers(self, records):
        for client in records:
            if not client.is_key_client:
                raise UserError(
                    self.env._(
                        "Client %s has no tier: the card is for key clients.",
                        client.display_name,
                    )
                )
        today = self.env.company._telecom_today()
        revenue = self._get_revenue(records, today)
        return [
            self._get_card_values(client, revenue[client], today) for client in records
        ]

    def _get_revenue(self, clients, today):
        """Return ``{client: {(line, year, month, counted): revenue}}`` of two years.

        ``counted`` tells whether the days are among those that the growth compares.
        """
        revenue = defaultdict(lambda: defaultdict(Decimal))
        lines = self.env["telecom.client.revenue"]
        year, last_year = lines._get_compared_days(today)
        rest_of_last_year = (
            fields.Date.add(last_year[1], days=1),
            last_year[1].replace(month=12, day=31),
        )
        for (first_day, last_day), counted in (
            (year, True),
            (last_year, True),
            (rest_of_last_year, False),
        ):
            for client, line, month, amount in lines._read_group(
                [
                    ("partner_id", "in", clients.ids),
                    ("company_id", "=", self.env.company.id),
                    ("date", ">=", first_day),
                    ("date", "<=", last_day),
                ],
                ["partner_id", "revenue_line_id", "date:month"],
                ["amount:sum"],
            ):
                key = line, month.year, month.month, counted
                revenue[client][key] += exact(amount)
        return revenue

    def _get_card_values(self, client, revenue, today):
        lines = {}
        for (line, year, _month, counted), amount in revenue.items():
            row = lines.setdefault(
                line,
                {"this_year": Decimal(), "same_days": Decimal(), "last": Decimal()},
            )
            if year == today.year:
                row["this_year"] += amount
            else:
                row["last"] += amount
                row["same_days"] += amount if counted else 0
        total = {
            key: sum((row[key] for row in lines.values()), Decimal())
            for key in ("this_year", "same_days", "last")
        }
        for row in [*lines.values(), total]:
            row["growth"] = growth(row["this_year"], row["same_days"])
        address = client._display_address(without_company=True)
        return {
            "client": client,
            "address": " ".join(address.split()),
            "lines": sorted(lines.items(), key=lambda item: -item[1]["this_year"]),
            "total": total,
            "history": client.tier_history_ids[:HISTORY_ROWS],
            "chart": self._draw_revenue_chart(revenue, today),
        }

    def _draw_revenue_chart(self, revenue, today):
        """Draw the revenue of each month, this year and the last, as bars."""
        months = range(1, 13)
        by_month = defaultdict(Decimal)
        for (_line, year, month, _counted), amount in revenue.items():
            by_month[year, month] += amount
        return bar_chart(
            [self.env._("Month %s", month) for month in months],
            [
                (
                    str(year),
                    colour,
                    [
                        by_month[year, month]
                        if (year, month) <= (today.year, today.month)
                        else None
                        for month in months
                    ],
                )
                for year, colour in (
                    (today.year, THIS_YEAR),
                    (today.year - 1, LAST_YEAR),
                )
            ],
        )
