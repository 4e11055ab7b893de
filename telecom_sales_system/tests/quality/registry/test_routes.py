from odoo.tests import TransactionCase, tagged

from ..common import NAME

# Addresses that change something when they are loaded, each with its reason.
WRITING_READS = {
    # Clients without an external id get one, as by an export of Odoo.
    "/telecom/clients/file",
}


@tagged("post_install", "-at_install")
class TestRoutes(TransactionCase):
    """Loading an address changes nothing: pictures and prefetched links load them, too.

    Odoo gives a readonly route a cursor that cannot write, where it has one.
    """

    def test_what_can_be_loaded_is_readonly(self):
        found, writing = set(), set()
        http = self.env["ir.http"]
        modules = sorted(self.registry._init_modules)
        for url, endpoint in http._generate_routing_rules(
            modules, http._get_converters()
        ):
            if not endpoint.func.__module__.startswith(f"odoo.addons.{NAME}."):
                continue
            found.add(url)
            routing = endpoint.routing
            methods = routing.get("methods") or ["GET"]
            is_loaded = routing["type"] == "http" and "GET" in methods
            if is_loaded and not routing.get("readonly"):
                writing.add(url)
        self.assertGreater(len(found), 5)
        self.assertEqual(writing, WRITING_READS)
