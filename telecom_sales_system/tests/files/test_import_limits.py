from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ..common import OrganisationCommon
from ..tools.workbooks import archive, sheet_xml, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ["Client", "Salesperson", "Planned Start"]
OPTIONS = {"quoting": '"', "separator": ",", "has_headers": True}


@tagged("post_install", "-at_install")
class TestImportLimits(OrganisationCommon):
    """Odoo's own import, with workbooks for records of the addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].create({"name": "Bakery of Cili", "is_company": True})

    def _upload(self, content, model="telecom.visit", name="visits.xlsx", **context):
        wizard = self.env["base_import.import"].with_context(**context)
        return wizard.create(
            {
                "res_model": model,
                "file": content,
                "file_name": name,
                "file_type": XLSX,
            }
        )

    def _visits(self, *rows):
        cells = {}
        for line, row in enumerate((HEADS, *rows), 1):
            cells |= {
                f"{letter}{line}": v for letter, v in zip("ABC", row, strict=True)
            }
        return workbook({"Visits": cells})

    @users("service")
    def test_good_file(self):
        content = self._visits(("Bakery of Cili", "C-001", "2026-03-02 01:00:00"))
        wizard = self._upload(content)
        preview = wizard.parse_preview({**OPTIONS})
        self.assertEqual(preview["headers"], HEADS)
        self.assertEqual(preview["options"]["sheets"], ["Visits"])
        names = ["partner_id", "salesperson_id", "start"]
        result = wizard.execute_import(names, HEADS, {**OPTIONS, "sheet": "Visits"})
        self.assertEqual(result["messages"], [])
        visit = self.env["telecom.visit"].browse(result["ids"])
        self.assertEqual(visit.salesperson_id, self.anna)

    @users("service")
    @mute_logger("odoo.addons.base_import.models.base_import")
    def test_hostile_files(self):
        """Odoo would make 17 billion cells of the first two."""
        far = '<row><c r="XFD1048576" t="str"><v>x</v></c></row>'
        rows = "".join(f'<c r="A{n}"><v>1</v></c>' for n in range(1, 100))
        merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        for content, words in (
            (archive(sheet_xml(rows + far)), "far more cells"),
            (archive(sheet_xml(merged * 2000)), "far more cells"),
            (archive(sheet_xml(" " * 8 * 2**20)), "unpacks to far more"),
            (archive('<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_xml("")), "entities"),
            (archive(sheet_xml("<v>1</v>")), "is damaged"),
            (archive(sheet_xml('<c r="B7" t="e"><v>#REF!</v></c>')), "One!B7"),
        ):
            with self.subTest(words=words):
                error = self._upload(content).parse_preview({**OPTIONS})["error"]
                self.assertIn("visits.xlsx", error)
                self.assertIn(words, error)

    @users("service")
    @mute_logger("odoo.addons.base_import.models.base_import")
    def test_all_models_of_the_addon(self):
        """And the client file; the import of other records is Odoo's."""
        content = archive(sheet_xml(" " * 8 * 2**20))
        for model in ("telecom.target", "telecom.training.attendance"):
            error = self._upload(content, model).parse_preview({**OPTIONS})["error"]
            self.assertIn("unpacks to far more", error)
        wizard = self._upload(content, "res.partner", telecom_client_file=True)
        self.assertIn("unpacks", wizard.parse_preview({**OPTIONS})["error"])
        wizard = self._upload(self._visits(("Bakery", "C-001", "")), "res.partner")
        self.assertEqual(wizard.parse_preview({**OPTIONS})["headers"], HEADS)

    @users("service")
    @mute_logger("odoo.addons.base_import.models.base_import")
    def test_other_kinds_of_files(self):
        """Of the archives only .xlsx is read within limits."""
        wizard = self._upload(b"PK", name="visits.ods")
        wizard.file_type = "application/vnd.oasis.opendocument.spreadsheet"
        error = wizard.parse_preview({**OPTIONS})["error"]
        self.assertIn("save it as .xlsx or .csv", error)
