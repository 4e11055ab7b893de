"""Every public method of records about a hidden client, called from outside."""

import inspect
import json

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.clients.contact.contact_copies import find_contact_copies
from .canaries import HOSTILE, CanaryCommon

# What the sweep of all fields tries, or what would only cost time.
UNDONE = "undone"
ELSEWHERE = {"read", "export_data", "web_read", "read_progress_bar", "web_save_multi"}
# Mails and codes over the internet
ONLINE = ("iap_", "enrich", "autocomplete", "action_setup_outgoing")


@tagged("post_install", "-at_install")
class TestContactMethods(CanaryCommon):
    """Odoo lets everybody call any public method with any ids; many use sudo()."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice.invoice_user_id = cls.bert.user_id
        cls.records = [
            cls.mine,
            cls.buyer,
            cls.former,
            cls.account,
            cls.lead,
            cls.other_order,
            cls.other_order.order_line,
            cls.invoice,
            cls.portal,
        ]
        known = {record._name for record in cls.records}
        for name, copies in find_contact_copies(cls.env).items():
            for path in sorted(set().union(*copies.values())):
                model = cls.env[name].with_context(active_test=False)
                found = model.search([(path, "in", cls.hidden.ids)], limit=1)
                if found and name not in known:
                    known.add(name)
                    cls.records.append(found)
        cls.env.flush_all()

    def _get_methods(self, record):
        """Return the names of the public methods that need records only."""
        for name, method in inspect.getmembers(type(record), inspect.isfunction):
            if name.startswith("_") or name in ELSEWHERE or name.startswith(ONLINE):
                continue
            if getattr(method, "_api_private", False):
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if all(
                parameter.default is not parameter.empty
                or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
                for parameter in parameters
            ):
                yield name

    @mute_logger("odoo.http", "odoo.sql_db", "odoo.models", "odoo.models.unlink")
    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_methods(self):
        self._sign_in(self.anna.user_id)
        called = 0
        for record in self.records:
            for method in self._get_methods(record):
                called += 1
                with self.subTest(model=record._name, method=method):
                    try:
                        with self.env.cr.savepoint():
                            result, _error = self._call(
                                record._name, method, record.ids, context=HOSTILE
                            )
                            self.assertNotIn("token", json.dumps(result))
                            raise UserError(UNDONE)
                    except UserError:
                        self.env.invalidate_all()
        self.assertGreater(called, 100)
