"""Whoever types a number or an address is not told that a hidden client has it."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .canaries import CanaryCommon

X2MANY = ("one2many", "many2many")


@tagged("post_install", "-at_install")
class TestContactTwins(CanaryCommon):
    """All that Odoo finds by equal values, for right and wrong ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.write(
            {"email_from": "canary2@hidden.example", "phone": "+8613987654321"}
        )
        cls.env.flush_all()

    def _read_all(self, model, vals):
        """Create a record; return what all its fields have, as numbers of values."""
        ids, error = self._post_call(model, "create", [vals])
        self.assertIsNone(error)
        mine = self.env[model].with_user(self.anna.user_id)
        names = [
            name
            for name, field in mine._fields.items()
            if mine._has_field_access(field, "read")
            and (field.type not in X2MANY or self._may_read(field.comodel_name))
        ]
        rows, error = self._post_call(model, "read", ids, names)
        self.assertIsNone(error)
        return {
            name: len(value) if isinstance(value, list) else bool(value)
            for name, value in rows[0].items()
        }

    def _may_read(self, model):
        return self.env[model].with_user(self.anna.user_id).has_access("read")

    def _post_call(self, model, method, *args):
        path = f"/web/dataset/call_kw/{model}/{method}"
        call = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self._post(path, call)

    @mute_logger("odoo.http")
    def _assert_alike(self, model, right, wrong, **vals):
        self._sign_in(self.anna.user_id)
        told = self._read_all(model, {**vals, **right})
        nothing = self._read_all(model, {**vals, **wrong})
        self.assertEqual(told, nothing)

    def test_lead(self):
        for right, wrong in (
            ({"phone": "+8613987654321"}, {"phone": "+8613900000000"}),
            (
                {"email_from": "canary2@hidden.example"},
                {"email_from": "canary2@nowhere.example"},
            ),
        ):
            self._assert_alike("crm.lead", right, wrong, name="Typed")

    def test_contact_and_account(self):
        parent = self.client.id
        self._assert_alike(
            "res.partner", {"vat": "canary-vat-1"}, {"vat": "kanary-vat-1"}, name="A"
        )
        self._assert_alike(
            "res.partner",
            {"email": "canary1@hidden.example"},
            {"email": "kanary1@hidden.example"},
            name="B",
            parent_id=parent,
        )
        self._assert_alike(
            "res.partner.bank",
            {"acc_number": "CANARY-ACCOUNT"},
            {"acc_number": "KANARY-ACCOUNT"},
            partner_id=parent,
        )

    @mute_logger("odoo.http")
    def test_recipients(self):
        self._sign_in(self.anna.user_id)
        told = []
        for address in ("canary2@hidden.example", "kanary2@hidden.example"):
            ids = (
                self.env["crm.lead"]
                .with_user(self.anna.user_id)
                .create({"name": "Typed", "email_from": address})
                .ids
            )
            self.env.flush_all()
            thread = {"thread_model": "crm.lead", "thread_id": ids[0]}
            path = "/mail/thread/recipients/get_suggested_recipients"
            rows, error = self._post(path, thread)
            self.assertIsNone(error)
            told.append(str(rows).replace(address, "ADDRESS"))
        self.assertEqual(*told)
        self.assertIn("ADDRESS", told[0])
