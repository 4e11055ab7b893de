from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools import file_path, mute_logger

from ....tools.assessment.targets import MONTHS
from .test_target import TargetCommon

NAMES = ["metric_id", "year", "unit_id", "team_id", "salesperson_id", "amount", *MONTHS]
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}
EQUAL = "," * 12


@tagged("post_install", "-at_install")
class TestTargetImport(TargetCommon):
    def _import(self, *rows):
        """Import rows of the columns above with Odoo's own import."""
        text = "\n".join([",".join(NAMES), *rows])
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "telecom.target",
                "file": text.encode(),
                "file_name": "targets.csv",
                "file_type": "text/csv",
            }
        )
        return wizard.execute_import(list(NAMES), list(NAMES), {**OPTIONS})["messages"]

    def _found(self):
        self.env.invalidate_all()
        return {
            target.scope: (target.amount, target.january)
            for target in self.env["telecom.target"].search([("year", "=", 2026)])
        }

    @users("service")
    def test_new_ones_are_added_and_known_ones_changed(self):
        """Cili by code, Anna by certificate; Letters had 500 and gets typed months."""
        self._target(self.branch, 500)
        typed = ",".join(["20", *["10"] * 10, "0"])
        rows = (
            f"points,2026,CL,,,120{EQUAL}",
            f"Net Performance,2026,,,C-001,60{EQUAL}",
            f"points,2026,Letters,,,120,{typed}",
        )
        for _again in range(2):
            self.assertEqual(self._import(*rows), [])
            self.assertEqual(
                self._found(),
                {
                    "Cili": (120, 10),
                    self.anna.name: (60, 5),
                    "Letters": (120, 20),
                },
            )

    def _assert_error(self, field, text, bad):
        good = f"points,2026,CL,,,120{EQUAL}"
        # Odoo shows what stopped all of them on the first row, too.
        at_row = {"from": 1, "to": 1}
        messages = self._import(good, bad)
        message = next(m for m in messages if m.get("rows") == at_row)
        self.assertRegex(message["message"], text)
        if field:
            self.assertEqual(message["field"], field)
        self.assertFalse(self._found())

    @users("service")
    @mute_logger("odoo.sql_db")
    def test_an_error_names_row_and_column_and_nothing_is_imported(self):
        typed = ",".join(["10"] * 12)
        for field, text, bad in (
            ("unit_id", "'XX'", f"points,2026,XX,,,120{EQUAL}"),
            ("metric_id", "'luck'", f"luck,2026,HJ,,,120{EQUAL}"),
            (None, r"add up to 120.00.*-10.00", f"points,2026,HJ,,,130,{typed}"),
            (None, "one unit, one team or one", f"points,2026,HJ,,C-001,5{EQUAL}"),
            (None, "Year: it cannot be negative", f"points,2026,HJ,,,-5{EQUAL}"),
        ):
            with self.subTest(bad=bad):
                self._assert_error(field, text, bad)

    @users("county_manager")
    def test_a_manager_imports_below_the_own_unit_only(self):
        self.assertEqual(self._import(f"points,2026,LY,,,120{EQUAL}"), [])
        [message] = self._import(f"points,2026,CL,,,120{EQUAL}")
        self.assertIn("Target", message["message"])
        self.assertEqual(self._found(), {"Lingyang": (120, 10)})

    @users("service")
    def test_what_is_exported_can_be_imported(self):
        self.service.sudo().group_ids += self.env.ref("base.group_allow_export").sudo()
        target = self._target(self.branch, 500)
        names = [*NAMES[:6], "phasing", *MONTHS]
        data = target.with_env(self.env).export_data(names)["datas"]
        result = self.env["telecom.target"].load(names, data)
        self.assertEqual((result["messages"], result["ids"]), ([], target.ids))
        self.assertEqual(target.phasing, "equal")

    @users("service")
    def test_template(self):
        for lang in ("en_US", "zh_CN"):
            targets = self.env["telecom.target"].with_context(lang=lang)
            [offer] = targets.get_import_templates()
            sheet = load_workbook(file_path(offer["template"].lstrip("/"))).active
            header, *samples = sheet.iter_rows(values_only=True)
            labels = targets.fields_get(NAMES)
            self.assertEqual(list(header), [labels[name]["string"] for name in NAMES])
            self.assertEqual(len(samples), 3)
