from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools import file_path, mute_logger

from ..common import ClientCommon

COLUMNS = {
    "name": "Name",
    "is_company": "Is a Company",
    "tier_id": "Tier",
    "sales_unit_id": "Sales Unit",
    "client_manager_id": "Lead Client Manager",
    "deputy_manager_id": "Deputy Client Manager",
    "is_small_firm": "Small Firm",
}
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


@tagged("post_install", "-at_install")
class TestClientImport(ClientCommon):
    def _import(self, *rows):
        """Import rows of the columns above with Odoo's own import."""
        text = "\n".join([",".join(COLUMNS.values()), *rows])
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": text.encode(),
                "file_name": "clients.csv",
                "file_type": "text/csv",
            }
        )
        return wizard.execute_import(list(COLUMNS), list(COLUMNS.values()), {**OPTIONS})

    def _found(self):
        return self.env["res.partner"].search([("name", "in", ("Mill", "Mine"))])

    @users("service")
    def test_by_code_and_certificate_number_or_by_name(self):
        """Mill names all by code and number, Mine by name."""
        bert = self.bert.name
        result = self._import(
            "Mill,1,gold,CL,C-001,C-002,", f'Mine,1,Silver,Letters,"{bert}",,1'
        )
        self.assertEqual(result["messages"], [])
        mill, mine = self._found().sorted("name")
        self.assertEqual((mill.tier_id, mine.tier_id), (self.gold, self.silver))
        self.assertEqual(mill.sales_unit_id, self.county)
        self.assertEqual(mill.client_manager_id, self.anna)
        self.assertEqual(mill.deputy_manager_id, self.bert)
        self.assertEqual(mine.client_manager_id, self.bert)
        self.assertTrue(mill.is_key_client and mine.is_small_firm)
        self.assertEqual(mill.tier_history_ids.new_tier_id, self.gold)

    @users("service")
    def test_an_error_names_row_and_column_and_nothing_is_imported(self):
        result = self._import("Mill,1,gold,CL,C-001,,", "Mine,1,gold,XX,C-001,,")
        [message] = result["messages"]
        self.assertEqual(message["rows"], {"from": 1, "to": 1})
        self.assertEqual(message["field"], "sales_unit_id")
        self.assertIn("'XX'", message["message"])
        self.assertFalse(self._found())

    @users("service")
    @mute_logger("odoo.sql_db")
    def test_lead_and_deputy_are_two_people(self):
        result = self._import("Mill,1,gold,CL,C-001,,", "Mine,1,gold,CL,C-001,C-001,")
        [message] = result["messages"]
        self.assertEqual(message["rows"], {"from": 1, "to": 1})
        self.assertIn("field Deputy Client Manager", message["message"])
        self.assertFalse(self._found())

    @users("service")
    def test_template_is_offered_on_the_key_clients(self):
        partners = self.env["res.partner"]
        self.assertIn("/base/", partners.get_import_templates()[0]["template"])
        clients = partners.with_context(telecom_client_file=True)
        header, *rows = self._read_template(clients)
        labels = {field["string"] for field in partners.fields_get().values()}
        self.assertLessEqual(set(header), labels)
        self.assertLessEqual(set(COLUMNS.values()), set(header))
        self.assertTrue(rows)
        chinese, *_rows = self._read_template(clients.with_context(lang="zh_CN"))
        self.assertEqual(len(chinese), len(header))
        self.assertIn("主客户经理（A角）", chinese)

    def _read_template(self, clients):
        offer, _today = clients.get_import_templates()
        sheet = load_workbook(file_path(offer["template"].lstrip("/"))).active
        return list(sheet.iter_rows(values_only=True))
