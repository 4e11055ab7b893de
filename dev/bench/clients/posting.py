"""Measure the effect of posting an invoice on contacts."""

from odoo import Command

from dev.bench.clients.clock import Clock

ADDON = "telecom_sales_system"
ACCOUNTING = ("account.move", "account.move.line", "account.payment")


def post_invoice(env_factory):
    """Post an invoice of a key client and undo it.

    ``records`` counts the contacts whose row changed, ``recomputed`` our stored fields
    on contacts that accounting would compute again.
    """
    with env_factory() as env:
        invoice = _create_invoice(env)
        env.flush_all()
        env.cr.execute(
            "CREATE TEMP TABLE bench_row ON COMMIT DROP AS"
            " SELECT id, ctid AS place FROM res_partner"
        )
        with Clock(env) as clock:
            invoice.action_post()
        env.cr.execute(
            "SELECT COUNT(*) FROM res_partner p JOIN bench_row r USING (id)"
            " WHERE p.ctid <> r.place"
        )
        [written] = env.cr.fetchone()
        env.cr.rollback()
        return clock.figures(records=written, recomputed=_find_recomputed_fields(env))


def _create_invoice(env):
    client = env["res.partner"].search([("is_key_client", "=", True)], limit=1)
    line = env["account.move.line"].search(
        [("display_type", "=", "product"), ("product_id", "!=", False)], limit=1
    )
    values = {"product_id": line.product_id.id, "price_unit": 100}
    return env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": client.id,
            "invoice_line_ids": [Command.create(values)],
        }
    )


def _find_recomputed_fields(env):
    ours = {
        field
        for field in env["res.partner"]._fields.values()
        if field.store and field.compute and ADDON in field._modules
    }
    if not ours:
        raise LookupError("no stored computed field of ours: was it renamed?")
    triggered = {
        field
        for model in ACCOUNTING
        for source in env[model]._fields.values()
        for field in env.registry.get_dependent_fields(source)
    }
    return sorted(field.name for field in ours & triggered)
