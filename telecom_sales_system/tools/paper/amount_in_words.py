"""Chinese financial capitals (大写金额), as papers of money show them.

num2words 0.5.14, which Odoo's ``res.currency.amount_to_text`` calls, has no Chinese and
falls back to English; for other languages, take ``amount_to_text``.
"""

from decimal import Decimal

from ..figures import CENT, require_figure

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
LIMIT = Decimal(10**16)
NAMES = {
    "CNY": "人民币",
    "EUR": "欧元",
    "HKD": "港元",
    "JPY": "日元",
    "MOP": "澳门元",
    "USD": "美元",
}


def format_capitals(amount, currency):
    """Return an amount in words: 12300 of CNY is 人民币壹万贰仟叁佰元整.

    By the rules of 支付结算办法, annex 1: zeros between digits are one 零, also
    one of 角 before 分; 整 follows 元 and 角, not 分; 拾 at the head is 壹拾.
    A negative amount (a refund) says 负.

    :param amount: Decimal of at most two decimals, below ten thousand 万亿
    :param currency: its code, such as CNY; it stands before the amount if it has no
        name here
    :raises NoFigure: no_actual, the amount is unknown
    :raises ValueError: a fraction of a 分, or an amount too large
    """
    amount = require_figure(amount, "no_actual")
    if abs(amount) >= LIMIT or amount % CENT:
        raise ValueError(f"{amount} cannot be written in capitals")
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    sign = "负" if amount < 0 else ""
    if yuan or not cents:
        words = _format_integer(yuan) + "元"
    else:
        words = ""
    name = NAMES.get(currency, currency)
    return f"{name}{sign}{words}{_format_fraction(cents, bool(yuan))}"


def _format_integer(number):
    for size, place in PLACES:
        if number >= size:
            high, low = divmod(number, size)
            zero = "零" if 0 < low < size // 10 else ""
            return (
                _format_integer(high)
                + place
                + zero
                + (_format_integer(low) if low else "")
            )
    return DIGITS[number]


def _format_fraction(cents, follows_yuan):
    jiao, fen = divmod(cents, 10)
    words = f"{DIGITS[jiao]}角" if jiao else "零" if fen and follows_yuan else ""
    return words + (f"{DIGITS[fen]}分" if fen else "整")
