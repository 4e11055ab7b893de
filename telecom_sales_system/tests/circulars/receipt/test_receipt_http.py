"""Loading an address, as pictures and mail programs do, notes no reading."""

from odoo.tests import tagged

from ...rpc import RpcCase
from ..circular.circulars import CircularsCommon


@tagged("post_install", "-at_install")
class TestReceiptHttp(CircularsCommon, RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.circular = cls._issued()
        cls.env.flush_all()

    def _get_state(self):
        self.env.invalidate_all()
        return self._receipts(self.circular)["anna"].state

    def test_nothing_that_is_loaded_notes_a_reading(self):
        user = self.anna.user_id
        self.authenticate(user.login, self._password(user))
        pdf = f"/telecom/circular/{self.circular.id}/pdf"
        for method, path in (
            ("GET", pdf),
            ("HEAD", pdf),
            ("GET", f"/telecom/circular/{self.circular.id}/export"),
            ("GET", f"/web/content/{self.circular.pdf_attachment_id.id}"),
            ("GET", f"/web/image/{self.circular.pdf_attachment_id.id}"),
            ("GET", f"/odoo/telecom-circulars/{self.circular.id}"),
            ("GET", f"/mail/view?model=telecom.circular&res_id={self.circular.id}"),
        ):
            with self.subTest(method=method, path=path):
                answer = self.url_open(path, method=method)
                self.assertLess(answer.status_code, 400)
                self.assertEqual(self._get_state(), "unread")
        answer = self.url_open(pdf)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_acknowledging_is_a_post(self):
        user = self.anna.user_id
        self.authenticate(user.login, self._password(user))
        for method in ("mark_read", "action_acknowledge"):
            path = f"/web/dataset/call_kw/telecom.circular/{method}"
            self.assertGreaterEqual(self.url_open(path).status_code, 400)
            self.assertEqual(self._get_state(), "unread")
        ids = self.circular.ids
        self._call_kw(user, "telecom.circular", "mark_read", ids)
        self.assertEqual(self._get_state(), "read")
        self._call_kw(user, "telecom.circular", "action_acknowledge", ids)
        self.assertEqual(self._get_state(), "acknowledged")
