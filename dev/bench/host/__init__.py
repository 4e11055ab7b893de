"""`make bench PART=host`: what users without a role of ours do, with us and without.

Queries are counted, and times taken, in a database without the addon and in one with
it. A company of Odoo's own with a chart of accounts; a user who sells, bills and keeps
contacts, and who has no role of the addon.
"""

import json
from statistics import mean, median

from lxml import etree

from odoo import Command
from odoo.tests.common import new_test_user

from dev.bench.clients.clock import Clock
from dev.setup.paths import cached

GROUPS = (
    "sales_team.group_sale_salesman_all_leads,account.group_account_invoice,"
    "base.group_partner_manager"
)
# Rounds that only fill caches
WARM = 5
MERGED = 3


def main(env_factory, count):
    """Measure each task `count` times; compare with the database without the addon."""
    with env_factory() as env:
        has_addon = "telecom.period" in env
        figures = _measure(env, count)
        env.cr.rollback()
    kept = cached("bench", "host.json")
    if not has_addon:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(figures))
        return
    before = json.loads(kept.read_text())
    print(f"  {'':24} {'queries':>16} {'':9} {'milliseconds':>16}")
    for task, (queries, seconds) in figures.items():
        old_queries, old_seconds = before[task]
        print(
            f"  {task:24} {old_queries:7.1f} {queries:8.1f}"
            f" {_percent(old_queries, queries):>8}"
            f" {old_seconds * 1000:8.1f} {seconds * 1000:7.1f}"
            f" {_percent(old_seconds, seconds):>8}",
            flush=True,
        )


def _percent(before, now):
    return f"{(now / before - 1) * 100:+.1f} %" if before else "-"


def _measure(env, count):
    """Return ``{task: (queries, seconds)}``: the mean, and the median."""
    user = new_test_user(env, "bench_host", groups=GROUPS)
    product = env["product.product"].create(
        {"name": "Service", "type": "service", "taxes_id": [Command.clear()]}
    )
    env = env(user=user, context={"lang": "en_US"})
    tasks = _Tasks(env, product.with_env(env))
    figures = {}
    for task in (
        "create a contact",
        "change a contact",
        "open contacts",
        "open a contact",
        "create an order",
        "confirm an order",
        "create an invoice",
        "post an invoice",
        "register a payment",
        "merge contacts",
    ):
        runs = []
        for number in range(WARM + count):
            act = getattr(tasks, task.replace(" ", "_"))(number)
            env.flush_all()
            env.invalidate_all()
            with Clock(env) as clock:
                act()
            runs.append((clock.queries, clock.seconds))
        runs = runs[WARM:]
        figures[task] = (mean(q for q, _s in runs), median(s for _q, s in runs))
    return figures


class _Tasks:
    """Each method prepares a task, and returns the function that does it."""

    def __init__(self, env, product):
        self.env, self.product = env, product
        self.partners = env["res.partner"]
        self.specs = {}
        views = self.partners.get_views([(False, "list"), (False, "form")])["views"]
        for kind, view in views.items():
            self.specs[kind] = self._get_spec(view["arch"])
        self.shown = self.partners.create(
            [{"name": f"Shown {n}", "is_company": True} for n in range(80)]
        )

    def _get_spec(self, arch):
        """Return what the web client reads of the fields of a view."""
        spec = {}
        for node in etree.fromstring(arch).iter("field"):
            name = node.get("name")
            inner = any(above.tag == "field" for above in node.iterancestors())
            if not inner and name in self.partners._fields:
                field = self.partners._fields[name]
                many2one = {"fields": {"display_name": {}}}
                spec[name] = many2one if field.type == "many2one" else {}
        return spec

    def _create_client(self, number):
        return self.partners.create({"name": f"Client {number}", "is_company": True})

    def _create_order(self, number):
        return self.env["sale.order"].create(
            {
                "partner_id": self._create_client(number).id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )

    def _prepare_invoice(self, client):
        line = {"product_id": self.product.id, "price_unit": 100, "tax_ids": False}
        return {
            "move_type": "out_invoice",
            "partner_id": client.id,
            "invoice_date": "2026-11-02",
            "invoice_line_ids": [Command.create(line)],
        }

    def _create_invoice(self, number):
        client = self._create_client(number)
        return self.env["account.move"].create(self._prepare_invoice(client))

    def create_a_contact(self, number):
        return lambda: self._create_client(number)

    def change_a_contact(self, number):
        client = self._create_client(number)
        return lambda: client.write({"street": "Main Street", "phone": str(number)})

    def open_contacts(self, _number):
        return lambda: self.partners.web_search_read(
            [], self.specs["list"], limit=80, count_limit=10_001
        )

    def open_a_contact(self, number):
        client = self.shown[number % len(self.shown)]
        return lambda: client.web_read(self.specs["form"])

    def create_an_order(self, number):
        client = self._create_client(number)
        line = Command.create({"product_id": self.product.id})
        vals = {"partner_id": client.id, "order_line": [line]}
        return lambda: self.env["sale.order"].create(vals)

    def confirm_an_order(self, number):
        return self._create_order(number).action_confirm

    def create_an_invoice(self, number):
        vals = self._prepare_invoice(self._create_client(number))
        return lambda: self.env["account.move"].create(vals)

    def post_an_invoice(self, number):
        return self._create_invoice(number).action_post

    def register_a_payment(self, number):
        invoice = self._create_invoice(number)
        invoice.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        return lambda: wizard.create({})._create_payments()

    def merge_contacts(self, number):
        clients = self.partners.create(
            [{"name": f"Double {number} {n}"} for n in range(MERGED)]
        )
        merge = self.env["base.partner.merge.automatic.wizard"]
        return lambda: merge.sudo()._merge(clients.ids, clients[0])
