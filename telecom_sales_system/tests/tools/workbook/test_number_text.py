from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.workbook.number_text import read_number_text

CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)


@tagged("post_install", "-at_install")
class TestNumberText(BaseCase):
    """Numbers that somebody wrote as text."""

    def test_one_reading(self):
        for text, expected in (
            ("1200", "1200"),
            ("１２００", "1200"),
            ("１，２００．５０", "1200.50"),
            ("1,200.00", "1200.00"),
            ("1,200,000", "1200000"),
            ("1,200,000.5", "1200000.5"),
            (" 1200 ", "1200"),
            ("1 200 000", "1200000"),
            ("1\u00a0200.5\u3000", "1200.5"),
            ("￥1,200.00", "1200.00"),
            ("¥ 1200", "1200"),
            ("CNY 1200", "1200"),
            ("1200.5元", "1200.5"),
            ("人民币1200元", "1200"),
            ("-1200", "-1200"),
            ("−1200", "-1200"),
            ("¥-5", "-5"),
            ("-¥5", "-5"),
            ("+5", "5"),
            ("0.500", "0.500"),
            ("1200.500", "1200.500"),
            (".5", "0.5"),
        ):
            with self.subTest(text=text):
                reading = read_number_text(text, "CNY")
                self.assertEqual(reading.value, Decimal(expected))

    def test_more_readings(self):
        """What it may mean is said; a thousand comes first where ours is first."""
        for text, meant in (
            ("1,200", ["1200", "1.200"]),
            ("1.200", ["1.200", "1200"]),
            ("-12,345元", ["-12345", "-12.345"]),
            ("1.200,00", ["1200.00"]),
            ("1.200.000", ["1200000"]),
            ("12,5", ["12.5"]),
            ("0,200", ["0.200"]),
        ):
            with self.subTest(text=text):
                reading = read_number_text(text, "CNY")
                self.assertTrue(reading.is_unclear)
                self.assertIsNone(reading.value)
                self.assertEqual(list(map(str, reading.values)), meant)

    def test_no_reading(self):
        """Neither digits of other scripts nor raised ones: 10² is not 102."""
        for text in (
            *("", "¥", "none", "1 2", "12 34", "1,2,3", "12,34,567", "--5", "-¥-5"),
            *("15%", "2026-01-05", "10:30", "1/2", "1e3", "0x10", "1_000", "5-"),
            *("$5", "€5", "10²", "①", "٣", "一千", "1.2万", "=5", "NaN", "9" * 99),
        ):
            with self.subTest(text=text):
                reading = read_number_text(text, "CNY")
                self.assertEqual((reading.values, reading.value), ((), None))

    def test_currency_of_the_company(self):
        """Its signs, names and code are read; amounts of another currency are not."""
        for currency, own, foreign in (
            ("USD", ("$5", "US$ 5", "5美元", "USD 5", "＄5"), ("¥5", "5元", "€5")),
            ("HKD", ("HK$5", "5港元"), ("5美元", "CNY 5")),
            ("GBP", ("GBP 5", "5"), ("£5", "5元", "$5")),
        ):
            for text in own:
                self.assertEqual(read_number_text(text, currency).value, 5, text)
            for text in foreign:
                self.assertFalse(read_number_text(text, currency).values, text)

    def test_counts(self):
        """They are whole, so that 1,200 has one reading; they are not paid in."""
        for text, expected in (("1,200", 1200), ("1.200", 1200), ("１２", 12)):
            self.assertEqual(
                read_number_text(text, "CNY", is_count=True).value, expected
            )
        for text in ("12元", "¥12", "CNY 12"):
            self.assertFalse(read_number_text(text, "CNY", is_count=True).values)
        self.assertEqual(
            read_number_text("0.5", "CNY", is_count=True).value, Decimal("0.5")
        )
        self.assertTrue(read_number_text("1,5", "CNY", is_count=True).is_unclear)

    @given(CENTS)
    def test_as_python_writes_them(self, number):
        """With and without groups; three digits after one comma ask for a point."""
        self.assertEqual(read_number_text(f"{number:.2f}", "CNY").value, number)
        self.assertEqual(read_number_text(f"￥{number:,.2f}", "CNY").value, number)

    @given(st.text("0123456789.,- ¥元％%１", max_size=12))
    def test_any_text_has_one_answer(self, text):
        reading = read_number_text(text, "CNY")
        if reading.value is not None:
            self.assertEqual(reading.values, (reading.value,))
