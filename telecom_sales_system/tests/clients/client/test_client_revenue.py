from freezegun import freeze_time

from odoo.tests import tagged, users
from odoo.tools import SQL

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientRevenue(ClientCommon):
    def test_invoices_less_credit_notes(self):
        """1,000 billed, 300 credited: 700. A draft of 50 and December do not count."""
        self._bill(self.client, 400, "2025-12-31")
        self._bill(self.client, 1000, "2026-01-10")
        self._bill(self.client, 300, "2026-01-20", move_type="out_refund")
        draft = self._bill(self.client, 50, "2026-01-21")
        draft.button_draft()
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 700)

    def test_tax_and_savings_are_left_out(self):
        """1,000 plus 15 % tax counts 1,000; a policy of 500 is no client revenue."""
        self.savings.exclude_from_client_revenue = True
        line = {"product_id": self.letter_product.id, "price_unit": 1000}
        self._bill(
            self.client,
            0,
            "2026-01-10",
            lines=[line | {"tax_ids": self.tax_sale_a.ids}],
        )
        self._bill(self.client, 500, "2026-01-11", product=self.savings_product)
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 1000)

    def test_contacts_count_for_their_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self._bill(contact, 800, "2026-01-10")
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 800)

    def test_a_page_of_clients_reads_its_own_invoices_only(self):
        """Among 3,000 invoices of somebody else, the index of clients is used."""
        invoice = self._bill(self.client, 100, "2026-01-10")
        self._multiply(invoice, 3000, {"name": "/", "commercial_partner_id": 1})
        self._multiply(invoice.line_ids, 1000, {"partner_id": 1})
        query = SQL(
            "EXPLAIN SELECT amount FROM (%s) line WHERE partner_id = %s AND date >= %s",
            self.env["telecom.client.revenue"]._table_query,
            self.client.id,
            "2026-01-01",
        )
        plan = " ".join(line for [line] in self.env.execute_query(query))
        self.assertIn("client_revenue_idx", plan)

    def _multiply(self, records, times, changes):
        """Insert copies of rows, and let the planner know of them."""
        self.env.flush_all()
        table = SQL.identifier(records._table)
        rows = self.env.execute_query(
            SQL(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND column_name <> 'id'",
                records._table,
            )
        )
        values = {name: SQL.identifier(name) for [name] in rows} | {
            name: SQL("%s", value) for name, value in changes.items()
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s)"
                " WHERE id IN %s",
                table,
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(values.values()),
                table,
                times,
                tuple(records.ids),
            )
        )
        self.env.cr.execute(SQL("ANALYZE %s", table))

    @users("anna")
    def test_manager_sees_the_own_clients_without_accounting_rights(self):
        other = self._create_client_as_super()
        self._bill(self.client.sudo(), 100, "2026-01-10")
        self._bill(other, 900, "2026-01-10")
        revenue = self.env["telecom.client.revenue"]
        [(total,)] = revenue._read_group([], [], ["amount:sum"])
        self.assertEqual(total, 100)

    def _create_client_as_super(self):
        return self._create_client("Mine", self.branch, self.bert)
