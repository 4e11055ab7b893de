from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools import file_path

from .test_reading import ReadingCommon

NAMES = ["metric_id", "date", "unit_id", "salesperson_id", "value", "origin"]
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "date_format": "%Y-%m-%d",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-07-20 02:00:00")
class TestReadingImport(ReadingCommon):
    def _import(self, *rows):
        """Import rows of the columns above with Odoo's own import."""
        text = "\n".join([",".join(NAMES), *rows])
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "telecom.reading",
                "file": text.encode(),
                "file_name": "readings.csv",
                "file_type": "text/csv",
            }
        )
        return wizard.execute_import(list(NAMES), list(NAMES), OPTIONS)["messages"]

    @users("service")
    def test_rows_change_what_waits_and_correct_what_is_confirmed(self):
        """40 of Cili waits and becomes 41; confirmed, 42 is a second reading."""
        row = "market_share,2026-06-30,CL,,%s,Survey"
        readings = self.env["telecom.reading"]
        for value, found in ((40, [40]), (41, [41]), (42, [41, 42])):
            self.assertEqual(self._import(row % value), [])
            self.env.invalidate_all()
            values = readings.search([], order="id", limit=None).mapped("value")
            self.assertEqual(values, found)
            if value == 41:
                readings.search([], limit=1).with_user(self.leader).action_confirm()

    @users("service")
    def test_a_wrong_row_names_its_cell_and_nothing_is_written(self):
        messages = self._import(
            "market_share,2026-06-30,CL,,40,Survey", "market_share,2026-06-30,CL,,x,S"
        )
        self.assertIn("x", messages[0]["message"])
        self.assertFalse(self.env["telecom.reading"].search([], limit=1))

    def test_the_templates_name_the_fields(self):
        readings = self.env["telecom.reading"]
        names = {"team_id": "team_id"} | dict.fromkeys(NAMES)
        for suffix, lang in (("", "en_US"), ("_zh_CN", "zh_CN")):
            self.env["res.lang"]._activate_lang(lang)
            labels = {
                field["string"]
                for name, field in readings.with_context(lang=lang).fields_get().items()
                if name in names
            }
            path = f"telecom_sales_system/static/xls/telecom_reading{suffix}.xlsx"
            sheet = load_workbook(file_path(path)).active
            self.assertEqual({cell.value for cell in sheet[1]}, labels)
