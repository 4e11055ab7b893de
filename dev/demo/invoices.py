"""Customer invoices of the plan, created and posted in batches, oldest first."""

from odoo.fields import Command

BATCH = 100


def create(env, plan, users, products, partners):
    """Create and post the invoices of the planned sales; return them in their order."""
    made = env["account.move"]
    early_term = env.ref("account.account_payment_term_30days_early_discount")
    for start in range(0, len(plan.sales), BATCH):
        moves = env["account.move"].create(
            [
                _prepare_invoice_vals(
                    sale, users, products, partners[sale.client], early_term
                )
                for sale in plan.sales[start : start + BATCH]
            ]
        )
        moves.action_post()
        made += moves
    return made


def _prepare_invoice_vals(sale, users, products, partner, early_term):
    vals = {
        "move_type": "out_invoice",
        "partner_id": partner.id,
        "invoice_date": sale.day,
        "date": sale.day,
        "invoice_user_id": users[sale.seller].id if sale.seller else False,
        "invoice_line_ids": [
            Command.create(
                {
                    "product_id": products[line.product].id,
                    "quantity": line.quantity,
                    "discount": line.discount,
                }
            )
            for line in sale.lines
        ],
    }
    if sale.fate.kind == "early":
        vals["invoice_payment_term_id"] = early_term.id
    return vals


def reverse(invoice, day, reason):
    """Credit an invoice through Odoo's wizard; return the posted credit note."""
    wizard = invoice.env["account.move.reversal"].with_context(
        active_model="account.move", active_ids=invoice.ids
    )
    made = wizard.create(
        {"date": day, "reason": reason, "journal_id": invoice.journal_id.id}
    )
    made.refund_moves()
    made.new_move_ids.action_post()
    return made.new_move_ids
