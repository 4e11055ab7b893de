"""The public holidays of China in the demo's months: 国务院办公厅's lists."""

from datetime import date, datetime, time, timedelta

# Name, first and last day off, weekends between counted in.
HOLIDAYS = (
    ("国庆节、中秋节", date(2025, 10, 1), date(2025, 10, 8)),
    ("元旦", date(2026, 1, 1), date(2026, 1, 3)),
    ("春节", date(2026, 2, 15), date(2026, 2, 23)),
    ("清明节", date(2026, 4, 4), date(2026, 4, 6)),
    ("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
    ("端午节", date(2026, 6, 19), date(2026, 6, 21)),
    ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
    ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ("元旦", date(2027, 1, 1), date(2027, 1, 3)),
)
AHEAD_OF_UTC = timedelta(hours=8)
WORKDAYS = 5


def is_workday(day):
    """Return whether a day is a working day: Monday to Friday, no holiday."""
    return day.weekday() < WORKDAYS and not any(
        first <= day <= last for _name, first, last in HOLIDAYS
    )


def next_workday(day):
    """Return the day itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def create(env):
    """Create the holidays in the working hours of the company."""
    calendar = env.company.resource_calendar_id
    env["resource.calendar.leaves"].create(
        [
            {
                "name": name,
                "calendar_id": calendar.id,
                "company_id": env.company.id,
                "date_from": datetime.combine(first, time.min) - AHEAD_OF_UTC,
                "date_to": datetime.combine(last, time(23, 59, 59)) - AHEAD_OF_UTC,
            }
            for name, first, last in HOLIDAYS
        ]
    )
