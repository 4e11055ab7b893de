"""Pages, papers, letters and the chatter, over HTTP."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .canaries import HOSTILE, CanaryCommon


@tagged("post_install", "-at_install")
class TestContactDoors(CanaryCommon):
    """Anna owns a quotation and an invoice of Mine, and follows what names it."""

    def setUp(self):
        super().setUp()
        self._sign_in(self.anna.user_id)

    def _open(self, path, **options):
        """Open an address; return the answer, which tells nothing."""
        with mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http"):
            response = self.url_open(path, **options)
        self._assert_silent(response.text, path)
        return response

    def _post_json(self, path, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        response = self._open(path, json=body).json()
        return response.get("result"), response.get("error")

    # ------------------------------------------------------------
    # PORTAL AND PAPERS
    # ------------------------------------------------------------

    def test_portal_pages(self):
        for path in (
            f"/my/orders/{self.order.id}",
            f"/my/orders/{self.other_order.id}",
            f"/my/invoices/{self.invoice.id}",
            f"/my/orders/{self.order.id}?report_type=html",
            f"/my/orders/{self.order.id}?report_type=pdf",
            f"/my/invoices/{self.invoice.id}?report_type=html",
            f"/my/orders/{self.order.id}?access_token={self.order.access_token}",
            f"/odoo/action-mail.action_discuss?id={self.mine.id}",
        ):
            with self.subTest(path=path):
                self._open(path)

    def test_tokens(self):
        """A token opens the page for anybody: limited users are not told any."""
        tokens = {
            record: record.access_token
            for record in (self.order, self.other_order, self.invoice)
        }
        for record, token in tokens.items():
            self.assertTrue(token)
            calls = [
                ("read", record.ids, ["access_token"]),
                ("export_data", record.ids, ["access_token"]),
                ("get_portal_url", record.ids),
                ("action_preview_sale_order", record.ids),
                ("preview_invoice", record.ids),
                ("formatted_read_group", [], ["access_token"], ["__count"]),
            ]
            for method, *arguments in calls:
                with mute_logger("odoo.http"):
                    result, _error = self._call(record._name, method, *arguments)
                self.assertNotIn(token, json.dumps(result), method)
            with mute_logger("odoo.http"):
                found, _error = self._call(
                    record._name, "search_count", [("access_token", "=", token)]
                )
                context = {"active_model": record._name, "active_id": record.id}
                shared, _error = self._call(
                    "portal.share", "default_get", ["share_link"], context=context
                )
            self.assertFalse(found)
            self.assertNotIn(token, json.dumps(shared))

    def test_own_clients_have_a_portal_page(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.client.id, "user_id": self.anna.user_id.id}
        )
        order._portal_ensure_token()
        self.env.flush_all()
        action, error = self._call("sale.order", "action_preview_sale_order", order.ids)
        self.assertIsNone(error)
        self.env.invalidate_all()
        self.assertIn(order.access_token, action["url"])
        self.assertEqual(self.url_open(action["url"]).status_code, 200)

    def test_papers(self):
        self.invoice.invoice_user_id = self.bert.user_id
        own = self.order.id
        for report, ids in (
            ("sale.report_saleorder", self.other_order.id),
            ("sale.report_saleorder", f"{own},{self.other_order.id}"),
            ("sale.report_saleorder_raw", f"{self.other_order.id},{own}"),
            ("account.report_invoice_with_payments", self.invoice.id),
            ("account.report_invoice", self.invoice.id),
            ("telecom_sales_system.report_client_card", self.mine.id),
        ):
            for converter in ("html", "pdf", "text"):
                with self.subTest(report=report, converter=converter):
                    self._open(f"/report/{converter}/{report}/{ids}")

    # Odoo itself writes to an invoice that it prints, and then reads it once more.
    @mute_logger("odoo.http", "odoo.sql_db")
    def test_papers_of_own_documents(self):
        """Anna prints her quotation and her invoice; what she sends along is not read.

        What Bert takes over, she prints no more.
        """
        other = json.dumps({"docs": "x", "doc_ids": self.other_order.ids})
        for report, record, owner in (
            ("sale.report_saleorder", self.order, "user_id"),
            ("account.report_invoice_with_payments", self.invoice, "invoice_user_id"),
            ("account.report_invoice", self.invoice, "invoice_user_id"),
        ):
            record[owner] = self.anna.user_id
            self.env.flush_all()
            for converter in ("html", "pdf", "text"):
                path = f"/report/{converter}/{report}/{record.id}"
                for options in ("", f"?options={other}"):
                    paper = self.url_open(path + options)
                    with self.subTest(path=path + options):
                        self.assertEqual(paper.status_code, 200)
                        self.assertIn("canary-street-1", paper.text)
                        self.assertIn(record.name, paper.text)
                        self.assertNotIn(self.other_order.name, paper.text)
            record[owner] = self.bert.user_id
            self.env.flush_all()
            self._open(f"/report/html/{report}/{record.id}")

    @mute_logger("odoo.http")
    def test_nobody_takes_over_a_document_of_a_hidden_client(self):
        """Neither by the field, nor by that which Odoo fills by itself, nor by file."""
        anna, bert = self.anna.user_id, self.bert.user_id
        nobodys = self.other_order.copy({"user_id": False})
        nobodys.user_id = False
        path = f"/report/html/sale.report_saleorder/{nobodys.id}"
        self.env.flush_all()
        for order, owner in ((self.other_order, bert), (nobodys, anna.browse())):
            for vals in (
                {"user_id": anna.id},
                {"user_id": self.county_manager.id},
                {"partner_id": self.mine.id, "user_id": anna.id},
                {"partner_id": self.mine.id},
            ):
                for method in ("write", "web_save"):
                    arguments = [order.ids, vals] + [{}] * (method == "web_save")
                    _result, error = self._call("sale.order", method, *arguments)
                    self.assertEqual(order.user_id, owner)
                    if "user_id" in vals:
                        self.assertRegex(error or "", "change its salesperson")
            _result, _error = self._call(
                "sale.order", "load", [".id", "user_id/.id"], [[order.id, anna.id]]
            )
            self.assertEqual(order.user_id, owner)
        self._open(path)
        _result, error = self._call(
            "sale.order", "write", self.order.ids, {"user_id": bert.id}
        )
        self.assertIsNone(error)
        self.assertEqual(self.order.user_id, bert)

    def test_vcard(self):
        self._open(f"/web/partner/vcard?partner_ids={self.mine.id}")
        self._open(f"/web_enterprise/partner/{self.buyer.id}/vcard")

    # ------------------------------------------------------------
    # CHATTER AND LETTERS
    # ------------------------------------------------------------

    def test_chatter(self):
        parts = [
            "activities",
            "attachments",
            "contact_fields",
            "display_name",
            "followers",
            "recipients",
            "scheduledMessages",
            "suggestedRecipients",
        ]
        for record in (self.client, self.order, self.event, self.invoice):
            thread = {"thread_model": record._name, "thread_id": record.id}
            with self.subTest(model=record._name):
                messages, error = self._post_json("/mail/thread/messages", **thread)
                self.assertIsNone(error)
                if record == self.client:
                    self.assertIn(self.message.id, messages["messages"])
                for path in (
                    "/mail/thread/recipients",
                    "/mail/thread/recipients/get_suggested_recipients",
                ):
                    self._post_json(path, **thread)
                asked = [["mail.thread", {**thread, "request_list": parts}]]
                _data, error = self._post_json("/mail/data", fetch_params=asked)
                self.assertIsNone(error)
                self._call(record._name, "message_get_followers", record.ids)
        self._post_json(
            "/mail/thread/recipients",
            thread_model="res.partner",
            thread_id=self.client.id,
            message_id=self.message.id,
        )
        for path in ("/mail/inbox/messages", "/mail/history/messages"):
            self._post_json(path)

    def test_people_in_the_chatter(self):
        for search in ("canary", "13987654321", "Buyer", "Mine"):
            for method in ("get_mention_suggestions", "im_search", "name_search"):
                with mute_logger("odoo.http"):
                    self._call("res.partner", method, search)
        self._post_json(
            "/mail/partner/from_email",
            thread_model="res.partner",
            thread_id=self.client.id,
            emails=["Nobody <nobody@nowhere.example>"],
        )
        for path in (
            f"/mail/avatar_card?user_id={self.portal.id}",
            f"/web/image/res.partner/{self.mine.id}/avatar_128",
        ):
            self._open(path)
        asked = [["avatar_card", {"id": self.mine.id, "model": "res.partner"}]]
        self._post_json("/mail/data", fetch_params=asked)
        with mute_logger("odoo.http"):
            self._call(
                "res.partner", "get_attendee_detail", self.mine.ids, [self.event.id]
            )

    @mute_logger("odoo.http", "odoo.addons.mail.models.mail_render_mixin")
    def test_letters(self):
        """A text of one's own, put on an own quotation, does not read the client."""
        text = (
            "{{ object.partner_id.email }} {{ object.partner_id.phone }}"
            " {{ object.partner_id.contact_address }}"
        )
        html = '<p t-out="object.partner_id.sudo().phone"/>'
        for record in (self.order, self.invoice):
            context = {
                "default_model": record._name,
                "default_res_ids": record.ids,
                "default_composition_mode": "comment",
                **HOSTILE,
            }
            letter = {
                "name": "Mine",
                "model_id": self.env["ir.model"]._get_id(record._name),
                "subject": text,
                "body_html": html,
                "email_to": "{{ object.partner_id.email }}",
            }
            _made, error = self._call("mail.template", "create", letter)
            self.assertIn("Mail Template Editor", error)
            template = self.env["mail.template"].create(letter).id
            self.env.flush_all()
            fields = {
                name: {} for name in ("subject", "body", "email_from", "reply_to")
            }
            fields["partner_ids"] = {"fields": {"display_name": {}}}
            for values in ({}, {"template_id": template}):
                self._call(
                    "mail.compose.message",
                    "onchange",
                    [],
                    values,
                    list(values),
                    fields,
                    context=context,
                )
                made, _error = self._call(
                    "mail.compose.message", "create", values, context=context
                )
                if made:
                    self._call("mail.compose.message", "web_read", made, fields)
            made, _error = self._call(
                "mail.template.preview",
                "create",
                {
                    "mail_template_id": template,
                    "resource_ref": f"{record._name},{record.id}",
                },
            )
            if made:
                names = ["subject", "body_html", "email_to", "partner_ids"]
                self._call("mail.template.preview", "read", [made], names)
