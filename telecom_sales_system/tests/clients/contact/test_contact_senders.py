"""Addresses of the senders of messages: those of hidden clients only are closed."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .canaries import CanaryCommon

COLLEAGUE = "bert@bureau.example"
CLIENT = "brewery@own.example"
STRANGER = "stranger@nowhere.example"


@tagged("post_install", "-at_install")
class TestContactSenders(CanaryCommon):
    """Messages on Brewery, Anna's own client, by all kinds of senders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bert.user_id.partner_id.email = COLLEAGUE
        cls.client.email = CLIENT
        cls.mine.email = "canary1@hidden.example, Canary <second-canary@hidden.example>"
        nobody = cls.env["res.partner"]
        cls.shown = [
            cls._post(cls.bert.user_id.partner_id, COLLEAGUE),
            cls._post(cls.client, CLIENT),
            cls._post(nobody, f"Somebody <{STRANGER}>"),
            cls._post(nobody, CLIENT),
        ]
        cls.closed = [
            cls._post(cls.buyer, "canary2@hidden.example"),
            cls._post(cls.former, "former-canary@hidden.example"),
            cls._post(nobody, "Buyer <Canary2@Hidden.example>"),
            cls._post(nobody, "second-canary@hidden.example"),
        ]
        cls.env.flush_all()

    @classmethod
    def _post(cls, author, address):
        message = cls.client.message_post(
            body=author.name,
            author_id=author.id,
            email_from=address,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        message.write({"author_id": author.id, "email_from": address})
        return message

    def _read_addresses(self, messages):
        ids = [message.id for message in messages]
        rows, error = self._call("mail.message", "read", ids, ["email_from"])
        self.assertIsNone(error)
        return [row["email_from"] for row in rows]

    def test_reading(self):
        self._sign_in(self.anna.user_id)
        expected = [COLLEAGUE, CLIENT, f"Somebody <{STRANGER}>", CLIENT]
        self.assertEqual(self._read_addresses(self.shown), expected)
        self.assertEqual(self._read_addresses(self.closed), [False] * 4)

    def test_chatter(self):
        """The page of the client shows the same."""
        self._sign_in(self.anna.user_id)
        path = "/mail/thread/messages"
        thread = {"thread_model": "res.partner", "thread_id": self.client.id}
        response = self.url_open(path, json={"jsonrpc": "2.0", "params": thread})
        self._assert_silent(response.text, path)
        for address in (COLLEAGUE, CLIENT, STRANGER):
            self.assertIn(address, response.text)
        rows = response.json()["result"]["data"]["mail.message"]
        self.assertEqual(
            {row["id"] for row in rows if not row["email_from"]} & set(self._ids()),
            {message.id for message in self.closed},
        )

    def _ids(self):
        return [message.id for message in (*self.shown, *self.closed)]

    @mute_logger("odoo.http")
    def test_search_group_and_order_are_no_oracle(self):
        self._sign_in(self.anna.user_id)
        mine = [("id", "in", self._ids())]
        for word, number in (
            ("canary", 0),
            ("hidden.example", 0),
            (COLLEAGUE, 1),
            (CLIENT, 2),
            (STRANGER, 1),
        ):
            found, error = self._call(
                "mail.message", "search_count", [*mine, ("email_from", "ilike", word)]
            )
            self.assertEqual((found, error), (number, None))
        groups, error = self._call(
            "mail.message", "formatted_read_group", mine, ["email_from"], ["__count"]
        )
        self.assertIsNone(error)
        self.assertEqual(
            {group["email_from"]: group["__count"] for group in groups},
            {COLLEAGUE: 1, CLIENT: 2, f"Somebody <{STRANGER}>": 1, False: 4},
        )
        rows, error = self._call(
            "mail.message", "search_read", mine, ["id"], order="email_from, id"
        )
        self.assertIsNone(error)
        ids = [row["id"] for row in rows]
        self.assertEqual(ids[4:], sorted(message.id for message in self.closed))

    def test_own_client_from_now_on(self):
        """Anna becomes the deputy of Mine: she reads the addresses, and Bert does."""
        self.mine.deputy_manager_id = self.anna
        self.env.flush_all()
        for user in (self.anna.user_id, self.bert.user_id, self.service):
            messages = self.env["mail.message"].with_user(user)
            for message in self.closed:
                address = messages.browse(message.id).email_from
                self.assertEqual(address, message.email_from)
