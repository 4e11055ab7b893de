"""Create rare cases: dollars, deposits, advances, incentives, a returned payment."""

from datetime import date, timedelta

from odoo.fields import Command

from dev.demo.timeline import BOUNCED_MONTH, last_day

# Seller, product, dollars, invoice day, payment day (None: unpaid).
ABROAD = (
    ("wly03", "HJ04", 6200, date(2025, 12, 8), date(2026, 1, 20)),
    ("wly03", "MT01", 4850, date(2026, 6, 15), date(2026, 7, 22)),
    ("wly05", "HJ04", 7300, date(2026, 9, 14), None),
)
# Client (counted from 0), seller, products, order day; a third is paid at once.
ORDERS = (
    (3, "cl01", {"HJ02": 4, "YY02": 12}, date(2025, 11, 12)),
    (19, "sz02", {"DZ03": 2, "DZ01": 3}, date(2026, 3, 18)),
    (35, "yd01", {"MT03": 2, "HJ01": 6}, date(2026, 8, 20)),
)
DEPOSIT_PERCENT, WORK_DAYS = 30, 35
# Client, amount and day of money that no invoice was found for yet.
ADVANCES = ((70, 5000.0, date(2026, 9, 28)), (88, 12000.0, date(2026, 10, 22)))
INCENTIVE_EVERY, INCENTIVE_RATE = 41, 0.02
INCENTIVES = (
    ("rebate", "批量返利"),
    ("gift", "客户答谢礼品"),
    ("agency", "代办劳务费"),
)


def sell_abroad(cashier, users, products, client):
    """Invoice dollars that are paid at another exchange rate."""
    env, dollar = cashier.env, cashier.env.ref("base.USD")
    for login, code, amount, day, paid in ABROAD:
        line = {
            "product_id": products[code].id,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "currency_id": dollar.id,
                "invoice_date": day,
                "invoice_user_id": users[login].id,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        invoice.action_post()
        if paid:
            cashier.register(paid, invoice)


def sell_with_deposit(cashier, users, products, partners):
    """Confirm orders; invoice and collect the deposit, then the rest."""
    for client, login, wanted, day in ORDERS:
        order = cashier.env["sale.order"].create(
            {
                "partner_id": partners[client].id,
                "user_id": users[login].id,
                "order_line": [
                    Command.create(
                        {"product_id": products[code].id, "product_uom_qty": pieces}
                    )
                    for code, pieces in wanted.items()
                ],
            }
        )
        order.action_confirm()
        order.date_order = day
        deposit = {
            "advance_payment_method": "percentage",
            "amount": DEPOSIT_PERCENT,
        }
        for values, shift in (
            (deposit, 0),
            ({"advance_payment_method": "delivered"}, WORK_DAYS),
        ):
            invoiced = day + timedelta(days=shift)
            invoice = _invoice_order(order, values, invoiced)
            cashier.register(invoiced + timedelta(days=6), invoice)


def _invoice_order(order, values, day):
    before = order.invoice_ids
    wizard = order.env["sale.advance.payment.inv"].with_context(active_ids=order.ids)
    wizard.create(values).create_invoices()
    invoice = order.invoice_ids - before
    invoice.invoice_date = day
    invoice.action_post()
    return invoice


def take_advances(cashier, partners):
    """Receive money that is matched to no invoice."""
    for client, amount, day in ADVANCES:
        cashier.receive(day, partners[client], amount)


def grant_incentives(env, plan, invoices, approver):
    """Grant incentives for some invoices: one cancelled, one draft, others approved."""
    rows = list(zip(plan.sales, invoices, strict=True))[::INCENTIVE_EVERY]
    made = env["telecom.incentive"].create(
        [
            {
                "name": INCENTIVES[place % len(INCENTIVES)][1],
                "kind": INCENTIVES[place % len(INCENTIVES)][0],
                "date": sale.day,
                "move_id": invoice.id,
                "amount": round(sale.untaxed * INCENTIVE_RATE, 2),
            }
            for place, (sale, invoice) in enumerate(rows)
        ]
    )
    made[:-1].with_user(approver).action_approve()
    made[1].action_cancel()


def bounce_payment(env):
    """Cancel a payment of a month that has been closed."""
    payments = env["account.payment"].search(
        [
            ("date", ">=", BOUNCED_MONTH),
            ("date", "<=", last_day(BOUNCED_MONTH)),
            ("payment_type", "=", "inbound"),
        ],
        order="date, id",
    )
    payment = payments.filtered("reconciled_invoice_ids")[0]
    payment.action_draft()
    payment.action_cancel()
