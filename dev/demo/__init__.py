"""The demo company: 张家界市局, fourteen months of its ledger (see dev/README.md)."""

from dev.demo import plan as planning
from dev.setup.steps import say

# No mail, no chatter and no tracking for a thousand documents.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}


def main(env, out):
    """Fill an empty database with the demo, write the files, print the table."""
    # These import Odoo, which the plan and its tests can do without.
    from dev.demo import arrears, clients, company, invoices, papers, payments
    from dev.demo import catalogue, circulars, clientfile, duties, fieldwork
    from dev.demo import journal, learning
    from dev.demo import (
        maintenance,
        periods,
        readings,
        reviews,
        scorecards,
        special,
        staff,
    )
    from dev.demo import table, unitreports, units

    quiet = env(context=env.context | QUIET)
    plan = planning.make()
    say("demo: company, organisation, people, clients")
    company.create(quiet)
    made_units, teams = units.create(quiet)
    users = staff.create(quiet, plan.people, plan.managers, made_units, teams)
    products = catalogue.create(quiet)
    partners = clients.create(quiet, plan.clients, made_units)
    clientfile.fill(quiet, plan, partners, users)
    say(f"demo: {len(plan.sales)} invoices")
    moves = invoices.create(quiet, plan, users, products, partners)
    say("demo: payments, bank statement lines, credit notes")
    cashier = payments.Cashier(quiet)
    cashier.pay_all(plan, moves)
    special.sell_abroad(cashier, users, products, partners[-1])
    special.sell_with_deposit(cashier, users, products, partners)
    special.take_advances(cashier, partners)
    special.grant_incentives(quiet, plan, moves, users["service"])
    # PostgreSQL gathers no statistics during this long transaction.
    env.cr.flush()
    env.cr.execute("ANALYZE")
    say("demo: tiers, maintenance budgets, activities, expenses")
    reviews.begin(quiet, users["service"])
    budgets = maintenance.release(quiet, users, made_units)
    reviews.go_on(quiet, users["service"])
    maintenance.carry_out(quiet, users, made_units, budgets)
    say("demo: arrears watched week by week")
    arrears.watch(quiet, users)
    arrears.order(quiet, users, products)
    say("demo: visits, courses, projects")
    fieldwork.carry_out(quiet, users)
    learning.carry_out(quiet, users, made_units)
    say("demo: weekly meetings, sales logs")
    journal.write(quiet, users, made_units)
    say("demo: quotas, duties")
    duties.set_quotas(quiet, users)
    duties.fulfil(quiet, users)
    readings.enter(quiet, users)
    say("demo: monthly close, contests")
    contest = periods.close(quiet, users)
    say("demo: targets, scorecards, prizes, grade reviews")
    scorecards.score(quiet, users)
    scorecards.review_grades(quiet, users)
    say("demo: monthly reports of the units")
    unitreports.send(quiet, users)
    say("demo: circulars, the close of the last month")
    circulars.name_issuers(made_units)
    env.cr.commit()  # the server that wkhtmltopdf asks sees only what is committed
    circulars.issue_before_the_close(quiet, users, made_units, contest)
    periods.close_last(quiet, users["service"])
    scorecards.score_last(quiet, users)
    circulars.issue_the_month(quiet, users, made_units)
    say("demo: files")
    papers.write(env, out)
    table.show(env, out)


def summary(env, out):
    """Print the table of an existing demo; write its files if they are missing."""
    from dev.demo import papers, table

    if not all(path.exists() for path in papers.paths(env, out)):
        papers.write(env, out)
    table.show(env, out)
