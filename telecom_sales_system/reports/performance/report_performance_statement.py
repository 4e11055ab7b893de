from odoo import api, models
from odoo.exceptions import UserError

from ...models.performance.ledger.telecom_performance_ledger_receipts import (
    CUSTOMER_DOCUMENTS,
)
from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate

SUMMARY_HEIGHT = 25
NAME_WIDTH = 12


class ReportPerformanceStatement(models.AbstractModel):
    """Month of a salesperson: billed, collected, converted, points and arrears."""

    _name = "report.telecom_sales_system.report_performance_statement"
    _description = "Performance Statement"
    _inherit = ["telecom.paper.mixin"]

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        docids = docids or data.get("salesperson_ids")
        people = self.env["telecom.salesperson"].browse(docids)
        people.check_access("read")
        period = self._get_period(people, data)
        billed = self._get_billed_amounts(people, period)
        collected = self._get_collected_values(people, period)
        # sudo: arrears come from accounting, which salespeople need not see
        owed = (
            self.env["telecom.arrears.balance"]
            .sudo()
            ._get_owed_by_seller(period, people.user_id)
        )
        return {
            "doc_ids": docids,
            "doc_model": "telecom.salesperson",
            "period": period,
            "papers": [
                {
                    "person": person,
                    "assignment": person._get_assignment_on(period.date_to),
                    "month": period.with_env(person.env)._format_month(),
                    "billed": billed.get(person.user_id, 0.0),
                    "owed": owed.get(person.user_id.id, (0.0, 0.0)),
                    **collected[person],
                }
                for person in map(self._get_person_in_own_language, people)
            ],
            "amount": self._format_amount,
        }

    def _get_person_in_own_language(self, person):
        """Return the person in their own language, for names of lines and grades."""
        return person.with_context(lang=person.user_id.lang)

    def _get_period(self, people, data):
        """Return the requested period, else the latest computed one."""
        period = self.env["telecom.period"].browse(data.get("period_id"))
        if not period:
            period = period.search(
                [
                    ("company_id", "in", people.company_id.ids),
                    ("ledger_built_on", "!=", False),
                ],
                limit=1,
            )
        if not period or not period.ledger_built_on:
            raise UserError(
                self.env._(
                    "Performance statement, field Period: %s is not computed yet.",
                    period.name or self.env._("no month"),
                )
            )
        return period

    def _get_billed_amounts(self, people, period):
        """Return invoices less credit notes of the month per user, tax included."""
        # sudo: sums of own invoices, for people without accounting rights
        return dict(
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", period.company_id.id),
                    ("state", "=", "posted"),
                    ("move_type", "in", CUSTOMER_DOCUMENTS),
                    ("invoice_user_id", "in", people.user_id.ids),
                    ("invoice_date", ">=", period.date_from),
                    ("invoice_date", "<=", period.date_to),
                ],
                ["invoice_user_id"],
                ["amount_total_signed:sum"],
            )
        )

    def _get_collected_values(self, people, period):
        """Return entries, sums, and sums per revenue line of each person."""
        entries = self.env["telecom.performance.entry"].search(
            [("period_id", "=", period.id), ("salesperson_id", "in", people.ids)],
            order="recognition_date, id",
        )
        by_person = entries.grouped("salesperson_id")
        statements = {}
        for person in map(self._get_person_in_own_language, people):
            own = by_person.get(person, entries.browse()).with_env(person.env)
            lines = [
                (line, self._sum_figures(group))
                for line, group in sorted(
                    own.grouped("revenue_line_id").items(),
                    key=lambda item: (item[0].sequence, item[0].id),
                )
            ]
            statements[person] = {
                "entries": own,
                "total": self._sum_figures(own),
                "lines": lines,
                "pages": self._get_pages(lines, own),
            }
        return statements

    def _get_pages(self, lines, entries):
        heights = tuple(
            1 if len(entry.partner_id.display_name) <= NAME_WIDTH else 2
            for entry in entries
        )
        return paginate(
            [
                Block("summary", SUMMARY_HEIGHT + len(lines)),
                Block("entries", head=3, row_heights=heights, tail=1),
            ],
            PAGE_HEIGHT,
        )

    def _sum_figures(self, entries):
        figures = ("cash", "discount", "incentive", "converted_profit", "points")
        return {figure: sum(entries.mapped(figure)) for figure in figures}
