from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools import file_path, mute_logger

from .training import TrainingCommon

COLUMNS = {
    "training_id": "Course",
    "salesperson_id": "Salesperson",
    "user_id": "Person",
    "presence": "Presence",
    "score": "Course Score",
}
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestTrainingImport(TrainingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invite(cls.province, cls.county)
        cls.province.action_hold()

    def _import(self, *rows, **context):
        """Import rows of the columns above with Odoo's own import."""
        text = "\n".join([",".join(COLUMNS.values()), *rows])
        wizards = self.env["base_import.import"].with_context(**context)
        wizard = wizards.create(
            {
                "res_model": "telecom.training.attendance",
                "file": text.encode(),
                "file_name": "results.csv",
                "file_type": "text/csv",
            }
        )
        return wizard.execute_import(list(COLUMNS), list(COLUMNS.values()), {**OPTIONS})

    def _results(self):
        self.env.invalidate_all()
        rows = self.province.attendance_ids
        return {r.user_id.login: (r.result, r.score) for r in rows}

    @users("service")
    def test_people_on_the_list_are_filled_in_and_others_added(self):
        """Anna and Cara were invited; Bert and a manager were not."""
        rows = (
            "Province,C-001,,Attended,85",
            "Province,,cara,Absent,",
            "Province,C-002,,,59.5",
            f"Province,,{self.county_manager.name},Attended,60",
        )
        for _again in range(2):
            self.assertEqual(self._import(*rows)["messages"], [])
            self.assertEqual(
                self._results(),
                {
                    "anna": ("passed", 85),
                    "cara": ("absent", 0),
                    "bert": ("failed", 59.5),
                    "county_manager": ("passed", 60),
                },
            )

    def _assert_error(self, row, field, text, *rows):
        before = self._results()
        messages = self._import(*rows)["messages"]
        found = [
            message["message"]
            for message in messages
            if message.get("rows") == {"from": row, "to": row}
            and (not field or message["field"] == field)
        ]
        self.assertRegex("\n".join(found), text, messages)
        self.assertEqual(self._results(), before)

    @users("service")
    @mute_logger("odoo.sql_db")
    def test_an_error_names_row_and_column_and_nothing_is_imported(self):
        good = "Province,C-001,,Attended,85"
        for field, text, bad in (
            ("salesperson_id", "'C-999'", "Province,C-999,,Attended,70"),
            ("presence", "'Asleep'", "Province,C-003,,Asleep,"),
            ("training_id", "'Moon'", "Moon,C-003,,Attended,70"),
            (
                None,
                "field Course Score: it lies between",
                "Province,C-003,,Attended,101",
            ),
            (None, "cara.*field Course Score", "Province,C-003,,Absent,50"),
        ):
            with self.subTest(bad=bad):
                self._assert_error(1, field, text, good, bad)

    @users("service")
    def test_a_score_that_is_no_number_names_its_column_and_the_value(self):
        [message] = self._import("Province,C-001,,Attended,many")["messages"]
        self.assertRegex(message["message"], "score contains incorrect .*many")

    @users("service")
    def test_published_course_takes_no_results(self):
        rows = ("Province,C-001,,Attended,85", "Province,C-003,,Absent,")
        self._import(*rows)
        self.province.with_env(self.env).action_publish()
        self._assert_error(
            0, None, "is “Published” and stays", "Province,C-001,,Attended,99"
        )

    @users("county_manager")
    def test_unit_manager_imports_own_courses_only(self):
        self._assert_error(
            0, None, "Training Attendance", "Province,C-001,,Attended,99"
        )
        own = self._plan("Own", self.county, self.county_manager)
        own.action_hold()
        self.assertEqual(self._import("Own,C-001,,Attended,90")["messages"], [])
        self.assertEqual(own.passed_count, 1)

    @users("service")
    def test_template(self):
        rows = self.env["telecom.training.attendance"]
        header, *samples = self._read_template(rows)
        self.assertEqual(list(header), list(COLUMNS.values()))
        self.assertEqual(len(samples), 2)
        chinese = rows.with_context(lang="zh_CN")
        header, *samples = self._read_template(chinese)
        labels = chinese.fields_get(COLUMNS)
        self.assertEqual(list(header), [labels[name]["string"] for name in COLUMNS])
        words = dict(labels["presence"]["selection"]).values()
        self.assertLessEqual({sample[3] for sample in samples}, set(words))

    def _read_template(self, rows):
        [offer] = rows.get_import_templates()
        sheet = load_workbook(file_path(offer["template"].lstrip("/"))).active
        return list(sheet.iter_rows(values_only=True))
