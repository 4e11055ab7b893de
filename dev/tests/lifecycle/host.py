"""A company at work before the addon comes: orders, invoices, payments, a calendar."""

from odoo import Command


def work(env):
    """Create a little of everything that the addon extends."""
    company = env.company
    company.country_id = env.ref("base.cn")
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
    seller = env["res.users"].create(
        {
            "name": "Host Seller",
            "login": "host.seller",
            "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
        }
    )
    team = env["crm.team"].create({"name": "Host Team"})
    company_partner = env["res.partner"].create(
        {"name": "Host Client", "is_company": True, "user_id": seller.id}
    )
    contact = env["res.partner"].create(
        {"name": "Host Contact", "parent_id": company_partner.id}
    )
    category = env["product.category"].create({"name": "Host Category"})
    product = env["product.product"].create(
        {"name": "Host Service", "type": "service", "categ_id": category.id}
    )
    line = {"product_id": product.id, "price_unit": 100.0, "tax_ids": False}
    env["crm.lead"].create(
        {"name": "Host Lead", "partner_id": contact.id, "team_id": team.id}
    )
    env["calendar.event"].create(
        {
            "name": "Host Meeting",
            "start": "2026-01-05 01:00:00",
            "stop": "2026-01-05 02:00:00",
            "partner_ids": [Command.link(contact.id)],
        }
    )
    order = env["sale.order"].create(
        {
            "partner_id": company_partner.id,
            "user_id": seller.id,
            "order_line": [Command.create({**line, "product_uom_qty": 2})],
        }
    )
    order.action_confirm()
    invoices = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": company_partner.id,
                "invoice_user_id": seller.id,
                "invoice_date": day,
                "invoice_line_ids": [Command.create(line)],
            }
            for day in ("2025-12-10", "2026-01-10")
        ]
    )
    invoices.action_post()
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoices[1].ids
    ).create({"payment_date": "2026-01-20"})._create_payments()
    company_partner.message_post(body="Host note")
    env["ir.attachment"].create(
        {"name": "host.txt", "raw": b"host", "res_model": "res.partner"}
    )


if __name__ == "__main__":
    work(globals()["env"])
