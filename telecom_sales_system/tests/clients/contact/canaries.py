"""A hidden client whose contact data can be told by sight, and records about it."""

import json

from odoo import Command, fields

from ...rpc import RpcCase
from ..common import ClientCommon

# Whatever is sent to a user is searched for these, in small letters.
CANARIES = ("canary", "13987654321")
WRONG = "kanary"
ROLES = {
    "anna": (
        "sales_team.group_sale_salesman_all_leads",
        "base.group_partner_manager",
        "base.group_allow_export",
        "mail.group_mail_template_editor",
    ),
    "county_manager": (
        "sales_team.group_sale_manager",
        "base.group_partner_manager",
        "base.group_allow_export",
        "mail.group_mail_template_editor",
    ),
}
# Context keys on which a name shows more than the name.
HOSTILE = {
    "show_address": True,
    "show_email": True,
    "show_vat": True,
    "partner_show_db_id": True,
    "formatted_display_name": False,
    "display_account_trust": True,
    "active_test": False,
}


class CanaryCommon(ClientCommon, RpcCase):
    """Mine is Bert's alone; Anna and the manager of Cili hold records that name it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            su=True, context={**cls.env.context, "tracking_disable": True}
        )
        cls.mine = cls._create_client("Mine", cls.branch, cls.bert, **cls._canaries(1))
        cls.former = cls._create_contact("Former", active=False)
        cls.mine.tier_id = cls.silver
        cls.buyer = cls._create_contact("Buyer")
        cls.hidden = cls.mine + cls.buyer + cls.former
        cls.users = {
            "anna": cls.anna.user_id,
            "county_manager": cls.county_manager,
        }
        for login, groups in ROLES.items():
            for group in groups:
                cls.users[login].group_ids += cls.env.ref(group)
        cls._create_records()
        cls.env.flush_all()

    @classmethod
    def _canaries(cls, number):
        """Return a canary for each text of a partner that users write."""
        known = {
            "email": f"canary{number}@hidden.example",
            "phone": "+8613987654321",
            "website": "http://canary.example",
            "comment": "<p>Canary</p>",
        }
        names = ("street", "street2", "zip", "city", "vat", "company_registry")
        return known | {name: f"canary-{name}-{number}" for name in names}

    @classmethod
    def _create_contact(cls, name, **vals):
        canaries = cls._canaries(2)
        canaries.pop("vat")
        canaries.pop("company_registry")
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": cls.mine.id, **canaries, **vals}
        )

    @classmethod
    def _create_records(cls):
        """Let the system make what points at the hidden client, own and of others."""
        anna, bert = cls.anna.user_id, cls.bert.user_id
        cls.account = cls.env["res.partner.bank"].create(
            {"partner_id": cls.mine.id, "acc_number": "CANARY-ACCOUNT"}
        )
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Bert's", "partner_id": cls.buyer.id, "user_id": bert.id}
        )
        line = {"product_id": cls.letter_product.id, "price_unit": 10}
        cls.order, cls.other_order = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.mine.id,
                    "user_id": user.id,
                    "order_line": [Command.create(line)],
                }
                for user in (anna, bert)
            ]
        )
        cls.invoice = cls._create_customer_invoice(
            10, "2026-01-10", partner_id=cls.mine.id
        )
        for document in (*cls.order, *cls.other_order, *cls.invoice):
            document._portal_ensure_token()
        cls.event = cls.env["calendar.event"].create(
            {
                "name": "Talk",
                "start": "2026-01-12 08:00:00",
                "stop": "2026-01-12 09:00:00",
                "user_id": anna.id,
                "partner_ids": [
                    Command.set((anna.partner_id + cls.buyer + cls.mine).ids)
                ],
            }
        )
        for record in (cls.client, cls.order, cls.lead):
            record.message_subscribe(partner_ids=cls.hidden.ids)
        text = "Good morning"
        cls.message = cls.client.message_post(
            body=text,
            author_id=cls.buyer.id,
            email_from=cls.buyer.email_formatted,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.mine.ids,
            incoming_email_to="canary-to@hidden.example",
            incoming_email_cc="canary-cc@hidden.example",
        )
        cls.visit = cls.env["telecom.visit"].create(
            {
                "partner_id": cls.mine.id,
                "salesperson_id": cls.anna.id,
                "start": "2026-01-12 08:00:00",
            }
        )
        cls.env["payment.link.wizard"].with_user(anna).sudo().create(
            {
                "res_model": "sale.order",
                "res_id": cls.order.id,
                "partner_id": cls.mine.id,
                "amount": 10,
                "currency_id": cls.env.company.currency_id.id,
            }
        )
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Buyer",
                "login": "canary-login@hidden.example",
                "partner_id": cls.buyer.id,
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.env["mail.activity"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("sale.order"),
                "res_id": cls.order.id,
                "user_id": anna.id,
                "date_deadline": fields.Date.today(),
                "activity_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
            }
        )

    # ------------------------------------------------------------
    # CALLS
    # ------------------------------------------------------------

    def _sign_in(self, user):
        self.authenticate(user.login, self._password(user))

    def _call(self, model, method, *args, **kwargs):
        """Call a method as whoever is signed in; return result and refusal."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        self.cr.flush()
        self.cr.clear()
        text = self._post_quickly(path, params)
        answer = json.loads(text)
        error = answer.get("error")
        if not error or str(args).lower().find(CANARIES[0]) < 0:
            # An error repeats the word that was searched by.
            self._assert_silent(text, f"{model}.{method}")
        return answer.get("result"), error and error["data"]["message"]

    def _assert_silent(self, text, where):
        """Check that an answer holds no canary."""
        text = text.lower()
        for canary in CANARIES:
            position = text.find(canary)
            if position >= 0:
                told = text[max(position - 120, 0) : position + 60]
                self.fail(f"{where} tells contact data: {told}")
