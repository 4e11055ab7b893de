import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files

CENT = r"Decimal\('0\.01'\)"
EXACT = r"Decimal\(str\("
DEPARTMENT = (
    r"ifnot\(?([\w.]+\.suor)?[\w.]*user\.has_group\(SERVICE\)\)?:raiseAccessError"
)
ZONE = "ATTIMEZONE"
# What is written once: the code, without spaces, and its only file.
ONCE = {
    CENT: {"tools/figures.py"},
    EXACT: set(),
    DEPARTMENT: {"models/common/groups.py"},
    ZONE: {"models/common/res_company.py"},
}
# SQL and an order of fields, which nobody reads
COMMAS = {
    "models/arrears/debt/telecom_arrears_balance.py",
    "models/performance/ledger/telecom_performance_ledger_refunds.py",
}


def joins_by_comma(code):
    """Return whether a module puts the comma of English between names."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "join"
        and isinstance(node.value, ast.Constant)
        and node.value.value == ", "
        for node in ast.walk(ast.parse(code))
    )


def writes_iso_days(code):
    """Return whether a message has a day in the form of the database."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return any(
        getattr(part.func, "attr", "") in ("to_string", "isoformat", "strftime")
        and not re.fullmatch(r"'[^-]*'", "".join(map(ast.unparse, part.args[:1])))
        for call in calls
        if getattr(call.func, "attr", "") == "_"
        for part in ast.walk(call)
        if isinstance(part, ast.Call)
    )


def find_texts(code):
    """Return which texts of ``ONCE`` a module has, apart from comments and spaces."""
    packed = "".join(ast.unparse(ast.parse(code)).split())
    return {text for text in ONCE if re.search(text, packed)}


@tagged("post_install", "-at_install")
class TestOneOfEach(BaseCase):
    """A cent, an exact number, a check of a role are written once, and used."""

    def test_written_once(self):
        holders = {text: set() for text in ONCE}
        for path in python_files():
            for text in find_texts(path.read_text()):
                holders[text].add(path.relative_to(ADDON).as_posix())
        self.assertEqual(holders, ONCE)

    def test_sees_what_it_should(self):
        for code, text in (
            ('CENT = Decimal("0.01")', CENT),
            ("exact = Decimal( str(value) )", EXACT),
            ("x = SQL(\"day AT TIME ZONE 'UTC'\")", ZONE),
            ("if not user.has_group(SERVICE):\n    raise AccessError(x)", DEPARTMENT),
        ):
            with self.subTest(code=code):
                self.assertEqual(find_texts(code), {text})
        mine = "if day and not user.has_group(LEADER):\n    raise AccessError(text)"
        self.assertEqual(find_texts(mine), set())

    def test_names_are_joined_in_the_language(self):
        """By format_list or format_names: Chinese has a comma of its own for names."""
        found = {
            path.relative_to(ADDON).as_posix()
            for path in python_files()
            if joins_by_comma(path.read_text())
        }
        self.assertEqual(found, COMMAS)

    def test_sees_a_join_by_comma(self):
        self.assertTrue(joins_by_comma('x = ", ".join(names)'))
        self.assertTrue(joins_by_comma("text = f\"{', '.join(names)} …\""))
        self.assertFalse(joins_by_comma('x = ",".join(ROLES)'))

    def test_messages_have_the_days_of_the_language(self):
        """As the lists have them: 2026/10/30 in Chinese, by format_date."""
        found = [
            path.relative_to(ADDON).as_posix()
            for path in python_files()
            if writes_iso_days(path.read_text())
        ]
        self.assertEqual(found, [])

    def test_sees_a_day_of_the_database(self):
        day = "self.env._('until %s', fields.Date.to_string(day))"
        moment = "self.env._('as of %(day)s', day=moment.strftime('%Y-%m-%d %H:%M'))"
        self.assertTrue(writes_iso_days(day))
        self.assertTrue(writes_iso_days(moment))
        clock = "self.env._('began at %s', moment.strftime('%H:%M'))"
        self.assertFalse(writes_iso_days(clock))
        self.assertFalse(writes_iso_days("self.env._('%s', format_date(env, day))"))
