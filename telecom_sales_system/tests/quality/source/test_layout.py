import ast
from collections import Counter, defaultdict
from xml.etree import ElementTree

from odoo.tests import BaseCase, tagged

from ..common import ADDON, camel_case, classes_of, python_files

MOST_FILES = 12
# Second files about a model of their own room: a vocabulary that a reader can skip.
SECOND_FILES = {
    "res_partner_service": "who serves a client, and who may hand it over",
    "telecom_assessment_line_evidence": "what a line opens",
    "telecom_blacklist_case_notice": "texts and activities for people",
    "telecom_circular_audience": "addressees and their receipts",
    "telecom_circular_seal": "number, content, seal and check",
    "telecom_circular_text": "text from template and figures",
    "telecom_dashboard_company": "blocks of the company",
    "telecom_dashboard_person": "tiles of a person",
    "telecom_dashboard_decisions": "what waits for a decision",
    "telecom_dashboard_unit": "tiles of a unit",
    "telecom_duty_proof": "proofs by records",
    "telecom_grade_review_proposals": "SQL that proposes grades",
    "telecom_performance_ledger_corrections": "SQL of what changed since the close",
    "telecom_performance_ledger_receipts": "SQL of receipts",
    "telecom_performance_ledger_refunds": "SQL of what mirrors its sale",
    "telecom_performance_ledger_shares": "SQL of shares",
    "telecom_period_daily": "the ledger of every night",
    "telecom_period_problem_money": "SQL of money that no entry counts",
    "telecom_period_run": "the run of a close",
    "telecom_sample_company_removal": "rows that belong to a company",
    "telecom_sales_log_records": "what the records say",
    "telecom_target_phasing": "months of a year",
    "telecom_unit_report_check": "comparison with measured figures",
    "telecom_unit_report_form": "the workbook that units fill in",
    "telecom_visit_check_in": "positions",
    "telecom_visit_import": "import from paper",
}
# Folders with one file for each source or kind of a service.
FAMILIES = ("metric/sources", "circulars/source")


def folder_of(path):
    """Return the folder of a file, below the addon."""
    return path.parent.relative_to(ADDON).as_posix()


@tagged("post_install", "-at_install")
class TestLayout(BaseCase):
    """A folder is a concept, a file is a model, whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classes = [
            (path, node, name, inherited)
            for path in python_files("models", "wizards", "reports")
            for node, name, inherited in classes_of(ast.parse(path.read_text()))
        ]

    def test_files_of_a_folder(self):
        """A folder holds a dozen files of a kind at most: modules, screens, tests."""
        files = Counter(
            (folder_of(path), path.suffix)
            for path in ADDON.rglob("*")
            if path.suffix in (".py", ".xml", ".csv", ".js")
            if path.name != "__init__.py"
            if "tests/" not in folder_of(path) or path.name.startswith("test_")
        )
        self.assertEqual({k: n for k, n in files.items() if n > MOST_FILES}, {})
        self.assertIn(("tests/quality/source", ".py"), files)

    def test_one_file_is_one_model(self):
        """A room has one file for each model, but for second vocabularies."""
        files = defaultdict(set)
        for path, _node, name, inherited in self.classes:
            room = folder_of(path).split("/")[:2]
            in_family = any(family in folder_of(path) for family in FAMILIES)
            model = name or (inherited[0] if len(inherited) == 1 else None)
            if model and room[0] == "models" and not in_family:
                files["/".join(room), model].add(path.stem)
        second = {
            stem
            for (_room, model), stems in files.items()
            for stem in stems
            if len(stems) > 1 and stem != model.replace(".", "_")
        }
        self.assertEqual(second, set(SECOND_FILES))

    def test_one_file_has_the_views_of_one_model(self):
        """A file of views is named after its model; a second one has a word more."""
        files = [
            path
            for folder in ("views", "wizards")
            for path in sorted((ADDON / folder).rglob("*_views.xml"))
        ]
        for path in files:
            views = ElementTree.parse(path).iterfind("record[@model='ir.ui.view']")
            models = {view.findtext("field[@name='model']") for view in views}
            stems = {
                model.replace(".", "_")
                for model in models
                if path.stem.startswith(model.replace(".", "_"))
            }
            with self.subTest(path=path.name):
                self.assertLessEqual(len(models), 1)
                self.assertEqual(len(stems), len(models))
        self.assertGreater(len(files), 100)

    def test_abstract_models(self):
        """An AbstractModel is a mixin of several models, or a service of none."""
        heirs = defaultdict(set)
        abstract = set()
        for _path, node, name, inherited in self.classes:
            for parent in inherited if name else ():
                heirs[parent].add(name)
            if name and name not in inherited:
                if ast.unparse(node.bases[0]) == "models.AbstractModel":
                    abstract.add(name)
        single = {name for name in abstract if len(heirs[name]) == 1}
        self.assertEqual(single, set())
        self.assertGreater(len(heirs["telecom.guarded.mixin"]), 10)

    def test_names(self):
        """A class is named after its model, a file after its first model.

        A second file of a model has a word more.
        """
        first = {}
        for path, node, name, inherited in self.classes:
            model = name or (inherited[0] if len(inherited) == 1 else None)
            if not model:
                continue
            # Odoo wants a report's model to be called report.<module>.<name>.
            model = model.removeprefix(f"report.{ADDON.name}.")
            with self.subTest(path=path.name):
                self.assertEqual(node.name, camel_case(model))
            first.setdefault(path, model)
        for path, model in first.items():
            stem = model.replace(".", "_")
            with self.subTest(path=path.name):
                self.assertRegex(
                    path.stem.removeprefix("telecom_"),
                    rf"^{stem.removeprefix('telecom_')}(_\w+)?$",
                )
