import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tests.common import HttpCase

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientWorkbook(ClientCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._create_client("Mine", cls.branch, cls.bert)
        (cls.client + cls.mine).tier_id = cls.silver
        for client, amount, day in (
            (cls.client, 1000, "2026-01-10"),
            (cls.client, 400, "2025-02-10"),
            (cls.mine, 3000, "2026-02-10"),
        ):
            cls._bill(client, amount, day)

    def _book(self, login):
        self.authenticate(login, login)
        response = self.url_open("/telecom/clients/workbook")
        self.assertEqual(response.status_code, 200)
        return load_workbook(io.BytesIO(response.content))

    def test_clients_and_the_lines_behind_their_revenue(self):
        """Brewery 1,000 against 400, Mine 3,000: 4,000 this year, 4,400 in lines."""
        book = self._book("service")
        clients, lines = book.worksheets
        rows = list(clients.iter_rows(min_row=2, values_only=True))
        self.assertEqual([row[0] for row in rows], ["Brewery", "Mine", "Total"])
        self.assertEqual([row[7] for row in rows], [1000, 3000, "=SUBTOTAL(109,H2:H3)"])
        self.assertEqual([row[8] for row in rows][:2], [400, 0])
        amounts = [row[6] for row in lines.iter_rows(min_row=2, values_only=True)]
        self.assertEqual(amounts.pop(), "=SUBTOTAL(109,G2:G4)")
        self.assertEqual(sum(amounts), 4400)

    def test_salesperson_gets_the_own_clients_only(self):
        clients, lines = self._book("anna").worksheets
        names = [row[0] for row in clients.iter_rows(min_row=2, values_only=True)]
        self.assertEqual(names, ["Brewery", "Total"])
        clients_of_lines = [
            row[2] for row in lines.iter_rows(min_row=2, values_only=True)
        ]
        self.assertEqual(clients_of_lines, ["Brewery", "Brewery", None])
