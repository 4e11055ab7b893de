"""Choose the lead and deputy manager of clients from the serving unit's people."""

from dev.demo import people
from dev.demo.timeline import LAST_DAY

# Every so many clients lack a deputy, small ones have no manager at all.
NO_DEPUTY_EVERY, NO_MANAGER_EVERY = 25, 40


def team(staff, unit, day):
    """Return the logins of the people registered in a unit on a day."""
    return [p.login for p in staff if p.is_there(day) and p.unit_on(day) == unit]


def keeper(staff, minder, unit, client, day):
    """Return the login of a client's manager on a day: its minder or a colleague."""
    there = team(staff, unit, day)
    return minder if minder in there else there[client % len(there)]


def plan(staff, customers, minders):
    """Return the lead and deputy of each client at the end of the demo, in order."""
    return [
        _get_pair(staff, minders.get(client), row, client)
        for client, row in enumerate(customers)
    ]


def _get_pair(staff, minder, row, client):
    lonely = row.size == "small" and client % NO_MANAGER_EVERY == 0
    if row.unit is None or lonely:
        return None, None
    lead = keeper(staff, minder, row.unit, client, LAST_DAY)
    there = team(staff, row.unit, LAST_DAY)
    others = [login for login in there if login not in (lead, people.SUSPENDED)]
    if client % NO_DEPUTY_EVERY == NO_DEPUTY_EVERY - 1:
        return lead, None
    return lead, others[client % len(others)]
