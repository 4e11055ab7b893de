import re
from io import BytesIO

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

from ..common import ADDON, NAME

# Second words for what has a word: the close, scorecards, the watch, a code, published.
SECOND_WORDS = {
    "结账": "关账",
    "评分表": "考核表",
    "监控": "监测",
    "代码": "编码",
    "已公布": "已发布",
    "未公布": "未发布",
    "纸质": "打印",
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """The .pot and zh_CN.po hold each string and nothing else; `make i18n` writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        buffer = BytesIO()
        trans_export(False, [NAME], buffer, "po", cls.env)
        cls.exported = polib.pofile(buffer.getvalue().decode())
        cls.chinese = polib.pofile(str(ADDON / "i18n" / "zh_CN.po"))
        cls.template = polib.pofile(str(ADDON / "i18n" / f"{NAME}.pot"))

    def test_every_string_is_translated(self):
        translated = {
            entry.msgid for entry in self.chinese if entry.msgstr and not entry.fuzzy
        }
        missing = [e.msgid for e in self.exported if e.msgid not in translated]
        self.assertEqual(missing, [])

    def test_every_place_is_known(self):
        """Odoo translates a record by the place the file names, not by its text."""
        places = self._places(self.exported)
        self.assertGreater(len(places), 100)
        self.assertEqual(sorted(places - self._places(self.chinese)), [])

    def test_nothing_is_obsolete(self):
        known = {entry.msgid for entry in self.exported}
        obsolete = [e.msgid for e in self.chinese if e.obsolete or e.msgid not in known]
        self.assertEqual(obsolete, [])

    def test_the_template_has_the_same_terms(self):
        """Odoo reads terms and places from the .pot, translations from the .po."""
        self.assertEqual(self._places(self.template), self._places(self.chinese))
        self.assertEqual(
            [e.msgid for e in self.template], [e.msgid for e in self.chinese]
        )
        self.assertEqual([e.msgid for e in self.template if e.msgstr], [])

    def test_one_word_for_one_thing(self):
        second = [
            f"{entry.msgstr}: {word} -> {SECOND_WORDS[word]}"
            for entry in self.chinese
            for word in SECOND_WORDS
            if word in entry.msgstr
        ]
        self.assertEqual(second, [])

    def test_placeholders_survive(self):
        for entry in self.chinese:
            with self.subTest(msgid=entry.msgid):
                self.assertEqual(
                    sorted(PLACEHOLDER.findall(entry.msgstr)),
                    sorted(PLACEHOLDER.findall(entry.msgid)),
                )

    def _places(self, po):
        return {
            (entry.msgid, place) for entry in po for place, _no in entry.occurrences
        }
