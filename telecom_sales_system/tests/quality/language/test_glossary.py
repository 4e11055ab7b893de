"""docs/glossary.md holds: one English term has one Chinese term, and the reverse."""

import re
from collections import Counter
from unittest import SkipTest

import polib

from odoo.tests import BaseCase, tagged

from ..common import ADDON

PAGE = ADDON.parent / "docs" / "glossary.md"
HANDBOOK = ADDON / "static" / "handbook" / "zh_CN"
COLUMNS = 5
LABEL = "model:ir.model.fields,field_description:"
VIEW = "model_terms:ir.ui.view,arch_db:"
# Labels of Odoo's own fields, which messages name, too.
CITED = re.compile(r"\bfields? (?P<labels>[A-Z].*?)(?::| is | are |\. )")
SPLIT = re.compile(r", | and (?=[A-Z])| or attach it as ")


def read_rows():
    """Return ``[(English terms, Chinese term, words that are not used)]``."""
    rows = []
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == COLUMNS and cells[0] not in ("English", "---"):
            english, chinese, _where, _source, unused = cells
            words = unused.split("，") if unused else []
            rows.append((english.split(" / "), chinese, words))
    return rows


def find_contradictions(rows, entries):
    """Return the labels that contradict a row: ``[(English, Chinese)]``.

    :param entries: ``[(English, Chinese)]`` of a catalogue
    """
    chinese = {term: text for terms, text, _unused in rows for term in terms}
    english = {text: set(terms) for terms, text, _unused in rows}
    return [
        (term, text)
        for term, text in entries
        if chinese.get(term, text) != text or term not in english.get(text, {term})
    ]


@tagged("post_install", "-at_install")
class TestGlossary(BaseCase):
    """The terms of the catalogue, and the labels that its messages name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not PAGE.parent.is_dir():
            raise SkipTest("The page is in the repository, not in the addon")
        cls.rows = read_rows()
        cls.chinese = polib.pofile(str(ADDON / "i18n" / "zh_CN.po"))
        cls.texts = {entry.msgid: entry.msgstr for entry in cls.chinese}

    def test_rows(self):
        """Each term is in one row, and in the catalogue."""
        self.assertGreater(len(self.rows), 100)
        terms = Counter(term for row, _text, _unused in self.rows for term in row)
        terms.update(text for _row, text, _unused in self.rows)
        self.assertEqual([term for term, count in terms.items() if count > 1], [])
        unknown = {term for row, _text, _unused in self.rows for term in row}
        self.assertEqual(unknown - set(self.texts), set())

    def test_one_term_for_one_thing(self):
        self.assertEqual(find_contradictions(self.rows, self.texts.items()), [])

    def test_words_that_are_not_used(self):
        places = {
            **{entry.msgid: entry.msgstr for entry in self.chinese},
            **{page.name: page.read_text() for page in HANDBOOK.glob("*.html")},
        }
        self.assertGreater(len(places), len(self.texts))
        used = [
            (word, place)
            for _terms, _text, words in self.rows
            for word in words
            for place, text in places.items()
            if word in text
        ]
        self.assertEqual(used, [])

    def test_sees_what_it_should(self):
        """Two Chinese terms of one English term, and two English ones of a Chinese."""
        rows = [(["Scorecard", "Card"], "考核表", ["评分卡"])]
        entries = [("Card", "考核表"), ("Scorecard", "评分卡"), ("Paper", "考核表")]
        self.assertEqual(find_contradictions(rows, entries), entries[1:])

    def _get_labels(self):
        """Return ``{label: Chinese}`` of fields, and of views that name them anew."""
        return {
            entry.msgid: entry.msgstr
            for entry in self.chinese
            if any(place.startswith((LABEL, VIEW)) for place, _no in entry.occurrences)
        }

    def _get_cited_labels(self, labels):
        """Yield ``(message, label)`` of fields that messages name."""
        for message in self.texts:
            for found in CITED.finditer(message):
                text = found["labels"]
                known = text in labels or f"{text}." in labels
                for label in [text] if known else SPLIT.split(text):
                    yield message, label

    def test_messages_name_fields_by_their_label(self):
        """As the screen has it, in both languages."""
        labels = self._get_labels()
        cited = list(self._get_cited_labels(labels))
        self.assertGreater(len(cited), 150)
        wrong = []
        for message, label in cited:
            text = labels.get(label) or labels.get(f"{label}.")
            if "%(" not in label and not (text and text in self.texts[message]):
                wrong.append((label, text, message))
        self.assertEqual(wrong, [])
