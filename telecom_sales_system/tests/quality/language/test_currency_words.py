import re

import polib

from odoo.tests import BaseCase, tagged

from ..common import ADDON, NAME

# Those of res.company._get_telecom_amount_unit, which other texts are given.
UNITS = {
    "yuan": "元",
    "euros": "欧元",
    "Hong Kong dollars": "港元",
    "yen": "日元",
    "Macau patacas": "澳门元",
    "US dollars": "美元",
}
# Marks of official numbers belong to the Chinese pattern, not to a text.
MARKED = {
    "No. ____ of %s": "a blank number of a paper in Chinese",
    "Printed before year and number of the unit's circulars, e.g. ZJJ Sales in ZJJ"
    " Sales 2026/11.": "an example for readers in Chinese",
}
ENGLISH = re.compile(r"\byuan\b|\bCNY\b|\bRMB\b|[¥￥]|[〔〕元]", re.IGNORECASE)
CHINESE = re.compile(r"(?<!单)元|[¥￥]|人民币|CNY|RMB")


@tagged("post_install", "-at_install")
class TestCurrencyWords(BaseCase):
    """No text of screen or paper names a currency: companies have their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese = polib.pofile(str(ADDON / "i18n" / "zh_CN.po"))
        cls.template = polib.pofile(str(ADDON / "i18n" / f"{NAME}.pot"))

    def test_no_currency_in_a_text(self):
        self.assertGreater(len(self.template), 3000)
        named = [e.msgid for e in self.template if ENGLISH.search(e.msgid)]
        self.assertEqual(set(named), {"yuan"})
        translated = {
            e.msgid: e.msgstr for e in self.chinese if CHINESE.search(e.msgstr)
        }
        self.assertEqual(translated, UNITS)

    def test_no_number_in_a_text(self):
        marked = {e.msgid for e in self.chinese if re.search("[〔〕]", e.msgstr)}
        self.assertEqual(marked, set(MARKED))
