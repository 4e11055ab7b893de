from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.paper.letter import (
    UnknownPlaceholder,
    check_placeholders,
    fill_placeholders,
)


@tagged("post_install", "-at_install")
class TestLetter(BaseCase):
    """Texts with placeholders and optional sentences."""

    def test_filled(self):
        text = "{unit} received {cash} yuan."
        values = {"unit": "慈利", "cash": "1,000.00"}
        self.assertEqual(
            fill_placeholders(text, values), "慈利 received 1,000.00 yuan."
        )

    def test_sentence_without_a_figure_is_left_out(self):
        text = "Cash {cash}.[ Growth {growth}.][ Led by {leader}.]"
        values = {"cash": "1", "growth": None, "leader": "Cili"}
        self.assertEqual(fill_placeholders(text, values), "Cash 1. Led by Cili.")

    def test_figure_that_lacks_outside_brackets_is_a_dash(self):
        self.assertEqual(
            fill_placeholders("Growth {growth}", {"growth": None}), "Growth —"
        )

    def test_brackets_in_a_value_stay(self):
        self.assertEqual(
            fill_placeholders("{name}", {"name": "A [x] {y}"}), "A [x] {y}"
        )
        self.assertEqual(
            fill_placeholders("[{name}]", {"name": "〔2026〕"}), "〔2026〕"
        )

    def test_unknown(self):
        for text, fragment in (
            ("{cahs}", "{cahs}"),
            ("[{cahs}]", "{cahs}"),
            ("{cash", "{"),
            ("cash}", "}"),
            ("[cash", "["),
            ("cash]", "]"),
            ("{cash }", "{"),
        ):
            with self.subTest(text=text):
                with self.assertRaises(UnknownPlaceholder) as caught:
                    fill_placeholders(text, {"cash": "1"})
                self.assertEqual(caught.exception.fragment, fragment)

    @given(st.text())
    def test_what_passes_the_check_can_be_filled(self, text):
        try:
            check_placeholders(text, {"cash"})
        except UnknownPlaceholder:
            return
        self.assertNotIn("{cash}", fill_placeholders(text, {"cash": "1"}))
