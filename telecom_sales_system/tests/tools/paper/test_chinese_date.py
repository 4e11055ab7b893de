from datetime import date

from odoo.tests import BaseCase, tagged

from ....tools.paper.chinese_date import chinese_date

CASES = {
    date(2026, 11, 2): "二〇二六年十一月二日",
    date(2008, 1, 10): "二〇〇八年一月十日",
    date(2010, 10, 20): "二〇一〇年十月二十日",
    date(2026, 12, 31): "二〇二六年十二月三十一日",
    date(2026, 2, 19): "二〇二六年二月十九日",
}


@tagged("post_install", "-at_install")
class TestChineseDate(BaseCase):
    def test_dates(self):
        for day, written in CASES.items():
            with self.subTest(day=day):
                self.assertEqual(chinese_date(day), written)
