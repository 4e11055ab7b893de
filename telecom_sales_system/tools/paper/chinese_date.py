"""Dates in Chinese figures, as official papers write them: 二〇二六年十一月二日."""

DIGITS = "〇一二三四五六七八九"


def chinese_date(day):
    """Return a date in Chinese figures: the year digit by digit, month and day counted.

    >>> from datetime import date
    >>> chinese_date(date(2026, 10, 31))
    '二〇二六年十月三十一日'
    """
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_format_number(day.month)}月{_format_number(day.day)}日"


def _format_number(number):
    """Write a number from 1 to 99 as it is spoken: 10 is 十, 21 is 二十一."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")
