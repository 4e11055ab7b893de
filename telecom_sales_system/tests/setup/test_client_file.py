import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from ..clients.client.test_client_import import OPTIONS
from ..clients.common import ClientCommon

FIELDS = [
    "id",
    "name",
    "sales_unit_id",
    "client_manager_id",
    "deputy_manager_id",
    "industry_id",
    "is_small_firm",
]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientFileDownload(ClientCommon, HttpCase):
    """Today's clients are downloaded with their ids, filled in and given back.

    Brewery is served; Shop only has an invoice, Hotel neither. Malthouse is a firm
    below Brewery.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop, cls.hotel = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Shop", "Hotel")]
        )
        cls.malthouse = cls._create_client(
            "Malthouse", cls.county, cls.anna, parent_id=cls.client.id
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.client.id}
        )
        cls._bill(cls.shop, 100, "2026-01-10")

    def _download(self, login="service"):
        self.authenticate(login, login)
        return self.url_open("/telecom/clients/file")

    def _read(self, response):
        self.assertEqual(response.status_code, 200)
        rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(
            values_only=True
        )
        return [[value or "" for value in row] for row in rows]

    def _create_import(self, *rows):
        text = "\n".join(",".join(map(str, row)) for row in rows)
        return (
            self.env["base_import.import"]
            .with_user(self.service)
            .with_context(telecom_client_file=True)
            .create(
                {
                    "res_model": "res.partner",
                    "file": text.encode(),
                    "file_name": "clients.csv",
                    "file_type": "text/csv",
                }
            )
        )

    def _import(self, wizard, dryrun=False, fields=None):
        fields = fields or FIELDS
        return wizard.execute_import(fields, fields, {**OPTIONS}, dryrun=dryrun)

    def test_filled_in_and_given_back(self):
        """Shop gets unit, lead and deputy; no client is created, none loses a value."""
        head, *rows = self._read(self._download())
        mine = {row[1]: row for row in rows}
        self.assertEqual(
            mine["Brewery"][1:5] + mine["Brewery"][6:],
            ["Brewery", "CL", "C-001", "", "0"],
        )
        self.assertIn("Malthouse", mine)
        self.assertFalse({"Hotel", "Buyer", self.env.company.name} & mine.keys())
        mine["Shop"][2:5] = "HJ", "C-002", "C-001"
        mine["Shop"][6] = "1"
        count = self.env["res.partner"].search_count([])
        wizard = self._create_import(head, *(mine[n] for n in ("Brewery", "Shop")))
        self.assertFalse(self._import(wizard)["messages"])
        self.assertEqual(self.env["res.partner"].search_count([]), count)
        self.assertEqual(self.shop.sales_unit_id, self.branch)
        self.assertEqual(self.shop.client_manager_id, self.bert)
        self.assertEqual(self.shop.deputy_manager_id, self.anna)
        self.assertTrue(self.shop.is_small_firm)
        self.assertEqual(self.client.client_manager_id, self.anna)

    def test_heads_are_those_that_an_import_knows(self):
        head, *_rows = self._read(self._download())
        tree = self.env["base_import.import"].get_fields_tree("res.partner")
        names = {field["string"]: field["name"] for field in tree}
        self.assertEqual([names[label] for label in head], FIELDS)

    def test_same_ids_each_time(self):
        first, second = (self._read(self._download()) for _time in range(2))
        self.assertEqual(first, second)

    def test_department_only(self):
        with mute_logger("odoo.http"):
            self.assertNotEqual(self._download("anna").status_code, 200)
        with self._refused(AccessError, "department downloads"):
            self.env["telecom.client.file"].with_user(self.leader)._build_workbook()

    def test_equal_names_are_told_by_the_test(self):
        """Row 2 is on file, row 4 as well (in capitals), row 5 repeats row 3."""
        names = ["name"]
        wizard = self._create_import(
            names, ["Brewery"], ["Mill"], [" MALTHOUSE "], ["mill"], ["Buyer"]
        )
        [message] = self._import(wizard, dryrun=True, fields=names)["messages"]
        self.assertEqual(message["type"], "warning")
        self.assertIn(
            "3 clients are on file already, or twice in the file: row 2 Brewery, row 4"
            " MALTHOUSE, and row 5 mill.",
            message["message"],
        )
        result = self._import(wizard, fields=names)
        self.assertEqual(len(result["ids"]), 5)

    def test_equal_names_are_told_without_a_test_too(self):
        """The first press imports nothing, the second all the same."""
        wizard = self._create_import(["name"], ["Brewery"])
        breweries = [("name", "=", "Brewery")]
        [message] = self._import(wizard, fields=["name"])["messages"]
        self.assertIn("row 2 Brewery", message["message"])
        self.assertEqual(self.env["res.partner"].search_count(breweries), 1)
        self.assertFalse(self._import(wizard, fields=["name"])["messages"])
        self.assertEqual(self.env["res.partner"].search_count(breweries), 2)

    def test_new_names_and_rows_with_ids_are_no_matter(self):
        self._read(self._download())
        row = self.client._export_rows([["id"], ["name"]])[0]
        wizard = self._create_import(["id", "name"], row, ["", "Mill"])
        result = self._import(wizard, fields=["id", "name"])
        self.assertFalse(result["messages"])
