import ast
import re
from collections import defaultdict

from odoo.tests import BaseCase, tagged

from ..common import ADDON, NAME, classes_of, python_files

ROOMS = (
    "common",
    "organisation",
    "performance",
    "clients",
    "fieldwork",
    "arrears",
    "assessment",
    "circulars",
    "dashboard",
)
# Screens of a room stand together: those of wizards and those of records.
SCREENS = {"wizards": "views"}
WORD = re.compile(r"(?<![\w.])telecom_\w+")


def room_of(path):
    """Return the room of a file below ``models/``."""
    return path.relative_to(ADDON / "models").parts[0]


def own_models(tree):
    """Return the names of the models that a module defines, not extends."""
    return {
        name
        for _node, name, inherited in classes_of(tree)
        if name and name not in inherited
    }


def imported_folders(path, tree, top):
    """Return the folders below ``top`` that a module imports from, with the lines."""
    package = path.relative_to(ADDON).with_suffix("").parts
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = [*package[: -node.level], *(node.module or "").split(".")]
            names = [part for part in parts if part]
            targets = (
                [names]
                if len(names) > 1
                else [[*names, alias.name] for alias in node.names]
            )
            # ``from .... import reports`` names the top folder itself.
            targets = [[*target, ""] for target in targets]
            found += [(t[1], node.lineno) for t in targets if t[0] == top]
    return found


def named_reports(path, tree, reports):
    """Return what a module takes of ``reports``, names of models, with the lines."""
    found = [
        (f"reports/{folder}", line)
        for folder, line in imported_folders(path, tree, "reports")
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # The second: also of a name that an f-string puts together.
            if node.value in reports or node.value.startswith(f"report.{NAME}."):
                found.append((node.value, node.lineno))
    return found


@tagged("post_install", "-at_install")
class TestRooms(BaseCase):
    """Facts flow one way: a room reads earlier rooms only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trees = {
            path: ast.parse(path.read_text())
            for path in python_files("models")
            if path.parent != ADDON / "models"
        }
        cls.home = {
            model: ROOMS.index(room_of(path))
            for path, tree in cls.trees.items()
            if path.name != "__init__.py"
            for model in own_models(tree)
        }
        cls.reports = {
            model
            for path in python_files("reports")
            for model in own_models(ast.parse(path.read_text()))
        }

    def test_every_folder_is_a_room(self):
        self.assertEqual({room_of(path) for path in self.trees}, set(ROOMS))

    def test_imports(self):
        later = [
            f"{path.relative_to(ADDON)}:{line} imports from {room}"
            for path, tree in self.trees.items()
            for room, line in imported_folders(path, tree, "models")
            if ROOMS.index(room) > ROOMS.index(room_of(path))
        ]
        self.assertEqual(later, [])

    def test_manifest(self):
        """The manifest lists the files of earlier rooms first, section by section."""
        manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
        listed = defaultdict(list)
        for name in manifest["data"]:
            section, rest = name.split("/", 1)
            room = rest.split("/")[0].removesuffix("_rules.xml")
            if room in ROOMS:
                listed[SCREENS.get(section, section)].append(ROOMS.index(room))
        self.assertLessEqual({"security", "data", "reports", "views"}, set(listed))
        for section, rooms in listed.items():
            with self.subTest(section=section):
                self.assertEqual(rooms, sorted(rooms))

    def test_names_of_models_and_tables(self):
        """No string of a room is the model, or holds the table, of a later room."""
        tables = {model.replace(".", "_"): at for model, at in self.home.items()}
        later = defaultdict(list)
        for path, tree in self.trees.items():
            here = ROOMS.index(room_of(path))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    text = node.value
                    found = [self.home.get(text, 0)]
                    found += [tables.get(word, 0) for word in WORD.findall(text)]
                    if max(found) > here:
                        name = str(path.relative_to(ADDON))
                        later[name].append(f"{node.lineno}: {text.strip()[:60]}")
        self.assertEqual(dict(later), {})

    def test_rooms_of_one_model_are_told_apart(self):
        """The test sees what it should: an early room with a late model fails."""
        self.assertGreater(self.home["telecom.dashboard"], self.home["telecom.period"])
        tree = ast.parse("from ..circulars.x import y\nfrom .. import arrears\n")
        path = ADDON / "models" / "clients" / "x.py"
        self.assertEqual(
            imported_folders(path, tree, "models"), [("circulars", 1), ("arrears", 2)]
        )

    def test_models_name_no_report(self):
        """Papers and workbooks read the rooms: no model names or imports one.

        Nor does a dialog: what a screen and a paper share is a service of the room.
        """
        dialogs = {
            path: ast.parse(path.read_text()) for path in python_files("wizards")
        }
        self.assertGreater(len(dialogs), 20)
        found = [
            f"{path.relative_to(ADDON)}:{line} names {report}"
            for path, tree in (self.trees | dialogs).items()
            for report, line in named_reports(path, tree, self.reports)
        ]
        self.assertEqual(found, [])

    def test_named_reports_are_found(self):
        """The test sees what it should; a button that prints is no fault."""
        self.assertIn("telecom.performance.workbook", self.reports)
        self.assertIn("telecom.paper.mixin", self.reports)
        self.assertNotIn("telecom.period.workbook", self.reports)
        tree = ast.parse(
            "from ....reports.month import telecom_performance_workbook\n"
            "from .... import reports\n"
            "self.env['telecom.performance.workbook']._get_basis(period)\n"
            "self.env[f'report.telecom_sales_system.report_{kind}']\n"
            "self.env.ref('telecom_sales_system.action_report_circular')\n"
        )
        path = ADDON / "models" / "circulars" / "close" / "x.py"
        self.assertCountEqual(
            named_reports(path, tree, self.reports),
            [
                ("reports/month", 1),
                ("reports/", 2),
                ("telecom.performance.workbook", 3),
                ("report.telecom_sales_system.report_", 4),
            ],
        )
