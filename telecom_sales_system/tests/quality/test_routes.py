from odoo.tests import TransactionCase, tagged

from .common import NAME

# Addresses that change something when they are loaded, each with its reason.
WRITING_READS = {}


@tagged("post_install", "-at_install")
class TestRoutes(TransactionCase):
    """Loading an address changes nothing: pictures and prefetched links load them, too.

    Odoo gives a readonly route a cursor that cannot write, where it has one.
    """

    def test_what_can_be_loaded_is_readonly(self):
        found, writing = set(), set()
        for rule in self.env["ir.http"].routing_map().iter_rules():
            endpoint = rule.endpoint
            if not endpoint.func.__module__.startswith(f"odoo.addons.{NAME}."):
                continue
            found.add(rule.rule)
            is_loaded = endpoint.routing["type"] == "http" and (
                not rule.methods or "GET" in rule.methods
            )
            if is_loaded and not endpoint.routing.get("readonly"):
                writing.add(rule.rule)
        self.assertGreater(len(found), 5)
        self.assertEqual(writing, set(WRITING_READS))
