"""Loading an address changes nothing, whoever loads it (GET)."""

import re

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..rpc import RpcCase
from .common import AccessCommon

# What Odoo itself writes at any request: who is on which device.
OF_ODOO = {"res_device_log", "res_users_log", "mail_presence", "bus_presence"}
OURS = "telecom_sales_system"
RECORD = re.compile(r"<model\('([\w.]+)'\):\w+>")
CHOICE = re.compile(r"<any\((\w+)[^)]*\):\w+>")


# Odoo finds a client of an import by an external id, which its own export makes, too.
CHANGING = {("/telecom/clients/file", "ir_model_data")}
# Of what a paper is printed
PRINTED = {
    "res.partner": [("is_key_client", "=", True)],
    "telecom.training": [("state", "in", ("held", "published"))],
}


@tagged("post_install", "-at_install")
class TestAccessGet(AccessCommon, RpcCase):
    """All routes of our controllers, all our papers, all files."""

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
        router = self.env["ir.http"]
        rules = router._generate_routing_rules([OURS], router._get_converters())
        return {
            CHOICE.sub(r"\1", RECORD.sub(self._get_record_id, url))
            for url, _endpoint in rules
            if url.startswith("/telecom")
        }

    def _get_record_id(self, found):
        model = self.env[found[1]].sudo()
        if model._name == self.issued._name:
            return str(self.issued.id)
        return str(model.search([], limit=1, order="id desc").id)

    def _get_papers(self):
        """Return the addresses of our reports, as page and as PDF."""
        reports = self.env["ir.actions.report"].sudo()
        found = set()
        for report in reports.search([("report_name", "=like", f"{OURS}.%")]):
            domain = PRINTED.get(report.model, [])
            record = self.env[report.model].sudo().search(domain, limit=1)
            for kind in ("html", "pdf"):
                found.add(f"/report/{kind}/{report.report_name}/{record.id}")
        return found

    def _get_pages(self):
        """Return the addresses of files, pictures and letters of our records."""
        found = {f"/web/content/{self.issued.pdf_attachment_id.id}"}
        for model in self._telecom_models():
            for name, field in model._fields.items():
                if field.type == "binary":
                    record = model.sudo().search([(name, "!=", False)], limit=1)
                    if record:
                        found.add(f"/web/content/{model._name}/{record.id}/{name}")
                        found.add(f"/web/image/{model._name}/{record.id}/{name}")
            if "message_ids" in model._fields:
                record = model.sudo().search([], limit=1)
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
        return {(table, n) for table, n in rows if table not in OF_ODOO}

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_every_address(self):
        addresses = self._get_routes()
        self.assertGreater(len(addresses), 8)
        addresses |= self._get_papers() | self._get_pages()
        self.assertGreater(len(addresses), 40)
        loaded = set()
        changing = set()
        before = self._count_changes()
        for login in ("service", "leader", "anna"):
            self.authenticate(login, login.ljust(8, "x"))
            before = self._count_changes()
            for address in sorted(addresses):
                answer = self.url_open(address, allow_redirects=False, timeout=60)
                with self.subTest(login=login, address=address):
                    self.assertLess(answer.status_code, 500)
                if answer.ok:
                    loaded.add(address)
                now = self._count_changes()
                if now != before:
                    changing.add((address, *(name for name, _n in now - before)))
                before = now
        self.assertEqual(changing, CHANGING)
        # Each was there for somebody.
        self.assertEqual(addresses - loaded, set())
