"""`make bench PART=clients`: tier reviews and lists of N clients, and core's list."""

from functools import partial

from dev.bench import run_apart
from dev.bench.clients import dataset, lists, posting, report, reviews


def main(env_factory, count):
    """Fill the database with `count` clients, measure, print, write out/."""
    print(f"making {count:,} clients and two years of invoices", flush=True)
    with env_factory() as env:
        facts = dataset.make(env, count)
    run = partial(_run_measurement, env_factory)
    service = facts["service"]
    rows = []
    for label, day in (("first", facts["first_day"]), ("next", facts["last_day"])):
        rows += _measure_review(run, service, label, day)
    for label in ("service", "salesperson"):
        rows += _measure_lists(run, facts[label], label)
    for label, (model, group) in lists.PIVOTS.items():
        rows.append(report.row(label, run(lists.pivot, service, model, group)))
    posted = run(posting.post_invoice)
    rows.append(report.row("posting an invoice", posted))
    report.write(count, rows, posted["recomputed"])


def _measure_review(run, service, label, day):
    """Compute a review, compare it with SQL by hand, and apply it in two steps."""
    computed = run(reviews.compute, service, day)
    review_id = computed["review_id"]
    hand = run(reviews.by_hand, review_id)
    upgrades = run(reviews.apply, service, review_id, "action_apply_upgrades")
    others = run(reviews.apply, service, review_id, "action_apply")
    return [
        report.row(f"{label} review, compute", computed, hand["seconds"]),
        report.row("  its revenue by hand", hand, hand["seconds"]),
        report.row("  apply upgrades", upgrades),
        report.row("  apply the others", others),
    ]


def _measure_lists(run, user, label):
    """Open our list and the core's list of the same contacts."""
    rows = []
    for which, domain in (("all", lists.ALL), ("key", lists.KEY)):
        core = run(lists.open_list, user, lists.CORE_LIST, domain)
        ours = run(lists.open_list, user, lists.CLIENT_LIST, domain)
        rows += [
            report.row(f"{label}, list of the core, {which}", core, core["warm"]),
            report.row(f"  list of {which} clients", ours, core["warm"]),
        ]
    return rows


def _run_measurement(env_factory, function, *arguments):
    return run_apart(function, env_factory, *arguments)
