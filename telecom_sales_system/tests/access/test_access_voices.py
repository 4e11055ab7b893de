"""On records of ours nobody speaks in another's name, or makes up a log."""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rpc import RpcCase
from .common import AccessCommon

REFUSED = "written in your own name"
# Odoo's own answer to who rewrites a log, which only its administrators see
OF_ODOO = "rights to access the field"


@tagged("post_install", "-at_install")
class TestAccessVoices(AccessCommon, RpcCase):
    """Anna and the department write on an expense, in the name of the leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.leader.partner_id
        cls.other.email = "leader@bureau.example"
        cls.anna.user_id.partner_id.email = "anna@bureau.example"
        cls.env.flush_all()

    def _get_forgeries(self):
        """Return what Odoo takes of any user who can post."""
        field = self.env["ir.model.fields"]._get("telecom.maintenance.expense", "state")
        log = {
            "field_id": field.id,
            "old_value_char": "Draft",
            "new_value_char": "Done",
        }
        return [
            {"author_id": self.other.id},
            {"email_from": self.other.email_formatted},
            {"author_id": False, "email_from": self.other.email_formatted},
            {"author_id": self.other.id, "message_type": "comment"},
            {"tracking_value_ids": [Command.create(log)]},
        ]

    def _count(self):
        return self.env["mail.message"].sudo().search_count([])

    @mute_logger("odoo.http")
    def test_posting(self):
        """At all doors and by all methods that take an author."""
        text = "Approved by me"
        before = self._count()
        for user in (self.anna.user_id, self.service):
            expense = self.expense.with_user(user)
            self.assertTrue(expense.has_access("write"))
            ids = expense.ids
            for vals in self._get_forgeries():
                values = {"model": expense._name, "res_id": expense.id, "body": text}
                to = {"partner_ids": self.service.partner_id.ids}
                calls = [
                    (expense._name, "message_post", ids, {"body": text} | vals),
                    ("mail.message", "create", values | vals, {}),
                ]
                if "message_type" not in vals:
                    kwargs = {"body": text} | to | vals
                    calls.append((expense._name, "message_notify", ids, kwargs))
                for model, method, argument, kwargs in calls:
                    for door in (self._call_kw, self._execute_kw):
                        _result, error = door(user, model, method, argument, **kwargs)
                        with self.subTest(user=user.login, method=method, vals=vals):
                            self.assertIn(REFUSED, error or "")
            kwargs = {"ids": ids, "body": text, "author_id": self.other.id}
            _result, error = self._json2(user, expense._name, "message_post", **kwargs)
            self.assertIn(REFUSED, error or "")
        self.assertEqual(self._count(), before)

    @mute_logger("odoo.http")
    def test_composer_and_page(self):
        anna = self.anna.user_id
        vals = {
            "model": self.expense._name,
            "res_ids": str(self.expense.ids),
            "body": "Approved by me",
            "author_id": self.other.id,
            "email_from": self.other.email_formatted,
            "partner_ids": [Command.link(self.service.partner_id.id)],
        }
        composer, error = self._call_kw(anna, "mail.compose.message", "create", vals)
        self.assertIsNone(error)
        _result, error = self._call_kw(
            anna, "mail.compose.message", "action_send_mail", [composer]
        )
        self.assertIn(REFUSED, error or "")
        # The chatter takes no author from the page.
        said = {"body": "Mine", "author_id": self.other.id, "message_type": "comment"}
        params = {"thread_model": self.expense._name, "thread_id": self.expense.id}
        _result, error = self._post("/mail/message/post", params | {"post_data": said})
        last = self.expense.sudo().message_ids[:1]
        self.assertNotEqual(last.author_id, self.other)

    @mute_logger("odoo.http")
    def test_rewriting_own_words(self):
        """The own comment becomes nobody else's, nor does a forged one move here."""
        anna = self.anna.user_id
        text = "I like it"
        expense = self.expense.with_user(anna)
        word = expense.message_post(body=text, message_type="comment")
        self.env.flush_all()
        for vals in self._get_forgeries():
            _result, error = self._call_kw(
                anna, "mail.message", "write", word.ids, vals
            )
            with self.subTest(vals=vals):
                self.assertRegex(error or "", f"{REFUSED}|{OF_ODOO}")
        self.env.invalidate_all()
        self.assertEqual(word.sudo().author_id, anna.partner_id)
        loose = {"body": text, "author_id": self.other.id, "message_type": "comment"}
        forged, error = self._call_kw(anna, "mail.message", "create", loose)
        if not error:
            place = {"model": expense._name, "res_id": expense.id}
            _result, error = self._call_kw(anna, "mail.message", "write", forged, place)
            self.assertTrue(error)

    def test_own_words_of_every_model(self):
        """Who may write a record writes below it, with and without an address."""
        tried = 0
        text = "I like it"
        for user in (self.anna.user_id, self.service, self.leader):
            for table in self._telecom_models():
                model = table.with_user(user)
                if "message_ids" not in model._fields or not model.has_access("write"):
                    continue
                record = model.search([], limit=1)
                if record and record.has_access("write"):
                    tried += 1
                    with self.subTest(user=user.login, model=table._name):
                        word = record.message_post(body=text, message_type="comment")
                        self.assertEqual(word.author_id, user.partner_id)
                        # As Odoo's composer does
                        record.message_post(
                            body=text,
                            author_id=user.partner_id.id,
                            email_from=user.email_formatted,
                        )
        self.assertGreater(tried, 20)
