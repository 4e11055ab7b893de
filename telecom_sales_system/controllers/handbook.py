from odoo import http
from odoo.http import request

from ..models.common import groups

# The page of a role, the first that the user has; the others are linked from it.
PAGES = (
    ("base.group_system", "administrator"),
    (groups.LEADER, "leader"),
    (groups.SERVICE, "department"),
    (groups.UNIT_MANAGER, "manager"),
    (groups.SALESPERSON, "salesperson"),
    ("account.group_account_invoice", "accountant"),
    (groups.AUDITOR, "auditor"),
)
ROOT = "/telecom_sales_system/static/handbook"


class HandbookController(http.Controller):
    """The address of the handbook, the same for everybody."""

    @http.route("/telecom/handbook", type="http", auth="user", readonly=True)
    def open_handbook(self):
        """Go to the page of the user's role in the user's language."""
        user = request.env.user
        page = next((page for group, page in PAGES if user.has_group(group)), "index")
        lang = "zh_CN" if (user.lang or "").startswith("zh") else "en"
        return request.redirect(f"{ROOT}/{lang}/{page}.html")
