from odoo.tests import BaseCase, tagged

from ....tools.paper.text_width import count_lines, measure_text


@tagged("post_install", "-at_install")
class TestTextWidth(BaseCase):
    def test_chinese_letters_are_wide(self):
        """5 Latin letters and a blank, 2 Chinese letters and a Chinese comma: 12."""
        self.assertEqual(measure_text("Cili: 慈利，"), 12)
        self.assertEqual(measure_text("Cili: 慈利，", narrow=0.5, wide=1), 6)
        self.assertEqual(measure_text(False), 0)

    def test_quotes_are_wide_where_asked(self):
        """Two Chinese letters in quotation marks: 2 + 4, in a Chinese font 8."""
        self.assertEqual(measure_text("“慈利”"), 6)
        self.assertEqual(measure_text("“慈利”", with_quotes=True), 8)

    def test_lines(self):
        """11 Chinese letters fill a line of 22; a twelfth begins the next one."""
        self.assertEqual(count_lines("走" * 11, 22), 1)
        self.assertEqual(count_lines("走" * 12, 22), 2)
        self.assertEqual(count_lines("走" * 10, 22, indent=4), 2)
        self.assertEqual(count_lines("", 22), 1)
        self.assertEqual(count_lines("走" * 10, 9, narrow=0.55, wide=1), 2)
