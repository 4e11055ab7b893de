from odoo import models

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.paper.text_width import count_lines

SUMMARY_HEIGHT = 13
SIGN_HEIGHT = 6
CLIENT_WIDTH = 44
EXPENSE_WIDTH = 26


class ReportMaintenanceBudgetStatement(models.AbstractModel):
    """A maintenance budget on paper: its figures, the guide, and every expense."""

    _name = "report.telecom_sales_system.report_maintenance_budget_statement"
    _description = "Maintenance Budget Statement"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.maintenance.budget"

    def _get_papers(self, records):
        expenses = self.env["telecom.maintenance.expense"].search(
            [("budget_id", "in", records.ids)], order="date, id"
        )
        by_budget = expenses.grouped("budget_id")
        return [
            self._get_paper_values(budget, by_budget.get(budget, expenses.browse()))
            for budget in records
        ]

    def _get_paper_values(self, budget, expenses):
        selections = {
            name: dict(expenses._fields[name]._description_selection(self.env))
            for name in ("state", "category")
        }
        return {
            "budget": budget,
            "printed_on": budget.company_id._telecom_today(),
            "shares": budget.share_ids,
            "expenses": expenses,
            "guided": sum(budget.share_ids.mapped("amount")),
            "used": sum(budget.share_ids.mapped("used")),
            "counted": sum(expenses.mapped("counted_amount")),
            "states": selections["state"],
            "categories": selections["category"],
            "pages": self._get_pages(budget.share_ids, expenses),
        }

    def _get_pages(self, shares, expenses):
        blocks = [Block("summary", SUMMARY_HEIGHT)]
        if shares:
            heights = tuple(
                self._get_row_height(CLIENT_WIDTH, share.partner_id.display_name)
                for share in shares
            )
            blocks.append(Block("shares", 3, heights, tail=1))
        if expenses:
            heights = tuple(
                self._get_row_height(
                    EXPENSE_WIDTH, expense.name, expense.partner_id.display_name
                )
                for expense in expenses
            )
            blocks.append(Block("expenses", 3, heights, tail=3))
        return paginate([*blocks, Block("sign", SIGN_HEIGHT)], PAGE_HEIGHT)

    def _get_row_height(self, width, *texts):
        """Return the lines that the longest text takes."""
        return max(count_lines(text, width) for text in texts)
