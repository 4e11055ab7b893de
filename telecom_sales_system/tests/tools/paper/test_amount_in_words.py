from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.paper.amount_in_words import DIGITS, PLACES, format_capitals
from ..common import FigureCase

# Of 支付结算办法, annex 1, or worked out by its rules.
CASES = {
    "12300": "壹万贰仟叁佰元整",
    "0": "零元整",
    "1": "壹元整",
    "10": "壹拾元整",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "1001": "壹仟零壹元整",
    "1010": "壹仟零壹拾元整",
    "100100": "壹拾万零壹佰元整",
    "1000010": "壹佰万零壹拾元整",
    "10000": "壹万元整",
    "100005000": "壹亿零伍仟元整",
    "100000001": "壹亿零壹元整",
    "13100000": "壹仟叁佰壹拾万元整",
    "200030004": "贰亿零叁万零肆元整",
    "1000000000000": "壹万亿元整",
    "1000500000000": "壹万零伍亿元整",
    "9999999999999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿"
    "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "0.5": "伍角整",
    "0.05": "伍分",
    "0.15": "壹角伍分",
    "100.05": "壹佰元零伍分",
    "-100.05": "负壹佰元零伍分",
    "-0.05": "负伍分",
    "-0.00": "零元整",
}


@tagged("post_install", "-at_install")
class TestCapitals(FigureCase):
    def test_cases(self):
        for amount, words in CASES.items():
            with self.subTest(amount=amount):
                self.assertEqual(
                    format_capitals(Decimal(amount), "CNY"), "人民币" + words
                )

    def test_currencies(self):
        """12,300.50 by the name of the currency, or its code."""
        for currency, name in (("USD", "美元"), ("HKD", "港元"), ("GBP", "GBP")):
            self.assertEqual(
                format_capitals(Decimal("12300.50"), currency),
                f"{name}壹万贰仟叁佰元伍角整",
            )

    def test_what_cannot_be_written(self):
        for amount in (Decimal("0.001"), Decimal(10**16), Decimal("Infinity")):
            with self.assertRaises(ValueError):
                format_capitals(amount, "CNY")
        with self.assertRaises(TypeError):
            format_capitals(12300.0, "CNY")
        with self.assertNoFigure("no_actual"):
            format_capitals(None, "CNY")

    @given(st.integers(-(10**18) + 1, 10**18 - 1))
    def test_words_read_back_are_the_amount(self, cents):
        words = format_capitals(Decimal(cents).scaleb(-2), "CNY")
        self.assertEqual(_cents(words.removeprefix("人民币")), cents)
        self.assertNotIn("零零", words)


def _cents(words):
    """Read capitals back, by another way than they were written."""
    if words.startswith("负"):
        return -_cents(words[1:])
    *yuan, rest = words.removesuffix("整").split("元")
    total = _number(yuan[0]) * 100 if yuan else 0
    digit = 0
    for sign in rest:
        if sign == "角":
            total += digit * 10
        elif sign == "分":
            total += digit
        else:
            digit = DIGITS.index(sign)
    return total


def _number(words):
    for size, place in PLACES:
        if place in words:
            high, low = words.rsplit(place, 1)
            return _number(high) * size + _number(low)
    return int("".join(str(DIGITS.index(sign)) for sign in words) or 0)
