"""Numbers that somebody wrote as text, taken where there is only one way to read them.

A point before decimals and commas between groups of three digits is how the form writes
numbers. A text that reads differently in the European way, with a comma before decimals
and points between groups, is ambiguous: 1,200 is 1200 or 1.200.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

LONGEST = 60
# Signs and names by the code of the currency; the code itself is always one.
CURRENCIES = {
    "CNY": r"¥|RMB|yuan|元|圆|人民币",
    "EUR": r"€|euros?|欧元",
    "HKD": r"HK\$|\$|港元|港币",
    "JPY": r"¥|yen|日元",
    "MOP": r"MOP\$|澳门元",
    "USD": r"US\$|\$|dollars?|美元",
}
# Groups of three digits with blanks between them, before the decimals
SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+)?")
PLAIN = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
EUROPEAN = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,[0-9]+")
# Full-width forms, the signs of the yuan and of minus; blanks are made one by \s
FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FORMS |= {ord("￥"): "¥", ord("−"): "-", ord("\u00ad"): None, ord("\u200b"): None}


@dataclass(frozen=True)
class Reading:
    """Ways to read a text: one if it is clear, several or ``unclear`` if not."""

    values: tuple = ()
    is_unclear: bool = False

    @property
    def value(self):
        """Return the number, or None if the text is none or is unclear."""
        return None if self.is_unclear or not self.values else self.values[0]


@cache
def _build_amount_pattern(currency):
    """Return the pattern of an amount in a currency, whose sign or name it may have."""
    code = re.escape(currency)
    words = rf"(?:{CURRENCIES.get(currency, code)}|{code})"
    return re.compile(
        rf"(?P<sign>[+-]?)\s*(?P<before>{words}?)\s*(?P<inner>[+-]?)\s*"
        rf"(?P<digits>[0-9., ]*[0-9][0-9., ]*?)\s*(?P<after>{words}?)",
        re.IGNORECASE,
    )


def read_number_text(text, currency, is_count=False):
    """Return how a text can be read as a number.

    :param currency: code of the currency of amounts; another one is no number
    :param is_count: the number counts things: it is whole and has no currency
    :return: Reading; without values if the text is no number
    """
    text = " ".join(text.translate(FORMS).split())
    match = (
        _build_amount_pattern(currency).fullmatch(text)
        if len(text) <= LONGEST
        else None
    )
    if not match or (match["sign"] and match["inner"]):
        return Reading()
    if is_count and (match["before"] or match["after"]):
        return Reading()
    minus = "-" in (match["sign"], match["inner"])
    values = _list_readings(match["digits"])
    if is_count and len(values) > 1:
        # Only a whole number counts things.
        values = [value for value in values if value == int(value)] or values
    values = tuple(-value if minus else value for value in values)
    is_unclear = len(values) > 1 or _is_european(match["digits"])
    return Reading(values, is_unclear)


def _list_readings(digits):
    """Return the numbers that digits with points, commas and blanks may mean."""
    if SPACED.fullmatch(digits):
        digits = digits.replace(" ", "")
    values = []
    if PLAIN.fullmatch(digits):
        values.append(Decimal(digits))
    elif GROUPED.fullmatch(digits):
        values.append(Decimal(digits.replace(",", "")))
    if EUROPEAN.fullmatch(digits):
        values.append(Decimal(digits.replace(".", "").replace(",", ".")))
    return values


def _is_european(digits):
    is_ours = PLAIN.fullmatch(digits) or GROUPED.fullmatch(digits)
    return bool(EUROPEAN.fullmatch(digits)) and not is_ours
