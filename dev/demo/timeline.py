"""The demo's calendar: 22 months of sales, 14 of the ledger, up to October 2026."""

from datetime import date, timedelta

# Sales begin before the ledger: 2025 is the year that 2026 is compared with.
FIRST_SALES = date(2025, 1, 1)
FIRST_MONTH = date(2025, 9, 1)
LAST_MONTH = date(2026, 10, 1)
LAST_DAY = date(2026, 10, 31)
MONTHLY_GROWTH = 0.0125  # of the amounts invoiced
FOUNDED = date(2025, 1, 1)
# A payment of July bounces when August is closed: it is taken back in September.
BOUNCED_MONTH = date(2026, 7, 1)
BOUNCE_FOUND_MONTH = date(2026, 9, 1)


def next_month(month):
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months(first=FIRST_MONTH):
    """Return the first days of the demo's months from one on, in order."""
    month, found = first, []
    while month <= LAST_MONTH:
        found.append(month)
        month = next_month(month)
    return found


def last_day(month):
    """Return the last day of the month that starts on ``month``."""
    return next_month(month) - timedelta(days=1)


def workday(day):
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
