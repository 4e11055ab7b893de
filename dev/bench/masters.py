"""Create the master data of invoices: clients, products, salespeople, accounts."""

from datetime import date

from odoo import Command

CLIENTS, PRODUCTS, UNITS, SALESPEOPLE, STRANGERS = 2000, 40, 11, 85, 5
FIRST_DAY, MOVING_DAY = date(2024, 1, 1), date(2025, 3, 15)


def make(env, clients=CLIENTS, units=UNITS, salespeople=SALESPEOPLE):
    """Make master data through the ORM; return it as parameters of month.sql."""
    env = env(context={"no_reset_password": True, "tracking_disable": True})
    units = make_units(env, units)
    users = _create_salespeople(env, units, salespeople)
    clients = _create_clients(env, units, clients)
    products = _create_products(env)
    return {
        "clients": clients.ids,
        "client_count": len(clients),
        "users": users.ids,
        "user_count": len(users),
        "products": products.ids,
        "product_count": len(products),
        **_prepare_accounts(env),
    }


def make_units(env, count, kind="branch", prefix="B"):
    """Make a city bureau and units below it; return those."""
    city = env["telecom.sales.unit"].create(
        {"name": "City", "code": f"{prefix}0", "kind": "city"}
    )
    return env["telecom.sales.unit"].create(
        [
            {
                "name": f"Unit {n}",
                "code": f"{prefix}{n}",
                "kind": kind,
                "parent_id": city.id,
            }
            for n in range(1, count + 1)
        ]
    )


def _create_salespeople(env, units, count):
    """Create users; all but the last few are salespeople, and half of them moved."""
    users = env["res.users"].create(
        [
            {"name": f"Seller {n}", "login": f"bench_{n}"}
            for n in range(count + STRANGERS)
        ]
    )
    people = env["telecom.salesperson"].create(
        [
            {"user_id": user.id, "certificate_no": f"B-{user.id}"}
            for user in users[:count]
        ]
    )
    for n, person in enumerate(people):
        unit = units[n % len(units)]
        person._register_salesperson({"date_from": FIRST_DAY, "unit_id": unit.id})
        if n % 2:
            unit = units[(n + 1) % len(units)]
            person._start_assignment({"date_from": MOVING_DAY, "unit_id": unit.id})
    return users


def _create_clients(env, units, count):
    """Create clients; every seventh has no unit."""
    return env["res.partner"].create(
        [
            {
                "name": f"Client {n}",
                "is_company": True,
                "sales_unit_id": n % 7 and units[n % len(units)].id,
            }
            for n in range(count)
        ]
    )


def _create_products(env):
    """Create products, two category levels below those of the revenue lines."""
    lines = env["telecom.revenue.line"].search([])
    tops = env["product.category"].create(
        [{"name": line.name, "own_revenue_line_id": line.id} for line in lines]
    )
    leaves = env["product.category"].create(
        [{"name": f"{top.name} B", "parent_id": top.id} for top in tops]
    )
    return env["product.product"].create(
        [
            {
                "name": f"Product {n}",
                "type": "service",
                "categ_id": leaves[n % len(leaves)].id,
                "taxes_id": [Command.clear()],
            }
            for n in range(PRODUCTS)
        ]
    )


def _prepare_accounts(env):
    company = env.company
    company.telecom_arrears_started_on = "2020-01-01"
    for stage in ("warning", "circular", "blacklist"):
        company[f"telecom_{stage}_floor"] = 0
    journals = {
        kind: env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", company.id)], limit=1
        )
        for kind in ("sale", "bank")
    }
    bank = journals["bank"]
    outstanding = env["account.account"].create(
        {
            "name": "Bench Outstanding",
            "code": "BENCH1",
            "account_type": "asset_current",
            "reconcile": True,
        }
    )
    tax = env["account.account"].create(
        {
            "name": "Bench Tax",
            "code": "BENCH2",
            "account_type": "liability_current",
        }
    )
    return {
        "company": company.id,
        "currency": company.currency_id.id,
        "sale_journal": journals["sale"].id,
        "bank_journal": bank.id,
        "bank": bank.default_account_id.id,
        "outstanding": outstanding.id,
        "tax": tax.id,
        "income": journals["sale"].default_account_id.id,
        "receivable": _find_account(env, "asset_receivable"),
        "expense": _find_account(env, "expense"),
        "method_line": bank.inbound_payment_method_line_ids[:1].id,
    }


def _find_account(env, kind):
    return env["account.account"].search([("account_type", "=", kind)], limit=1).id
