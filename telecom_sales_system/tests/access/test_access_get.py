"""Loading an address changes nothing, whoever loads it."""

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..rpc import RpcCase
from .common import AccessCommon

# What Odoo itself writes at any request: who is on which device.
OF_ODOO = {"res_device_log", "res_users_log", "mail_presence", "bus_presence"}
OURS = "telecom_sales_system"


@tagged("post_install", "-at_install")
class TestAccessGet(AccessCommon, RpcCase):
    """All routes of our controllers, all our papers, all files: with GET and HEAD."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issued = cls.circular_draft
        cls.issued.with_user(cls.service).action_review()
        cls.issued.with_user(cls.leader).action_sign()
        cls.issued.with_user(cls.service).action_issue()
        cls.env.flush_all()

    def _get_routes(self):
        """Return the addresses of our controllers, with a record for each of models."""
        found = set()
        routing = self.env["ir.http"].routing_map()
        for rule in routing.iter_rules():
            module = getattr(rule.endpoint, "func", rule.endpoint).__module__
            if f".{OURS}." not in f".{module}." or not rule.rule.startswith("/telecom"):
                continue
            values = {}
            for name, converter in rule._converters.items():
                if hasattr(converter, "model"):
                    record = self.env[converter.model].sudo()
                    record = record.search([], limit=1, order="id desc")
                    if record._name == self.issued._name:
                        record = self.issued
                    values[name] = record
                else:
                    values[name] = sorted(converter.items)[0]
            found.add(routing.bind("").build(rule.endpoint, values))
        return found

    def _get_papers(self):
        """Return the addresses of our reports, as page and as PDF."""
        reports = self.env["ir.actions.report"].sudo()
        found = set()
        for report in reports.search([("report_name", "=like", f"{OURS}.%")]):
            record = self.env[report.model].sudo().search([], limit=1)
            for kind in ("html", "pdf"):
                found.add(f"/report/{kind}/{report.report_name}/{record.id}")
        return found

    def _get_pages(self):
        """Return the addresses of files, pictures, lists and forms of our records."""
        found = {f"/web/content/{self.issued.pdf_attachment_id.id}"}
        for model in self._telecom_models():
            record = model.sudo().search([], limit=1)
            for name, field in model._fields.items():
                if field.type == "binary":
                    found.add(f"/web/content/{model._name}/{record.id}/{name}")
                    found.add(f"/web/image/{model._name}/{record.id}/{name}")
            if "message_ids" in model._fields:
                found.add(f"/mail/view?model={model._name}&res_id={record.id}")
        return found

    def _count_changes(self):
        """Return ``{table: rows that this transaction has changed}``."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
                  FROM pg_stat_xact_user_tables
                """
            )
        )
        return {table: n for table, n in rows if table not in OF_ODOO}

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_every_address(self):
        addresses = self._get_routes()
        self.assertGreater(len(addresses), 8)
        addresses |= self._get_papers() | self._get_pages()
        self.assertGreater(len(addresses), 40)
        loaded = set()
        for role, user in self.users.items():
            self.authenticate(user.login, self._password(user))
            for address in sorted(addresses):
                for method in ("GET", "HEAD"):
                    before = self._count_changes()
                    answer = self.url_open(
                        address, method=method, allow_redirects=False, timeout=60
                    )
                    with self.subTest(role=role, address=address, method=method):
                        self.assertEqual(self._count_changes(), before)
                        self.assertLess(answer.status_code, 500)
                    if answer.ok:
                        loaded.add(address)
        # Each was there for somebody.
        self.assertEqual(addresses - loaded, set())
