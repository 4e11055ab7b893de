"""Measure three ways to write a month's entries, each in a process of its own."""

from pathlib import Path
from time import perf_counter

HANDWRITTEN = Path(__file__).with_name("handwritten.sql")


def close(env_factory, period_id):
    """Compute the figures of the period: its ledger, and all that follows from it."""
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        ledger_seconds = _measure_ledger(env.registry["telecom.period"])
        queries, start = env.cr.sql_log_count, perf_counter()
        period.action_compute()
        env.flush_all()
        env.cr.commit()
        seconds = perf_counter() - start
        queries = env.cr.sql_log_count - queries
        peak = peak_memory()
        start = perf_counter()
        env["telecom.period.problem"]._detect_problems(period, ["ledger", "arrears"])
        env.flush_all()
        return {
            "seconds": seconds,
            "ledger_seconds": sum(ledger_seconds),
            "detect_seconds": perf_counter() - start,
            "queries": queries,
            "peak_mb": peak,
            "entries": period.entry_count,
        }


def _measure_ledger(model):
    """Return a list to which each rebuilding of a ledger adds its seconds."""
    rebuild, found = model._rebuild_ledger, []

    def measure(period):
        start = perf_counter()
        rebuild(period)
        period.env.flush_all()
        found.append(perf_counter() - start)

    model._rebuild_ledger = measure
    return found


def by_hand(env_factory, parameters):
    """Write the same rows with the one statement of handwritten.sql."""
    with env_factory() as env:
        # As the ledger does; compiling costs this statement seconds, too.
        env.cr.execute("SET LOCAL jit = off")
        start = perf_counter()
        env.cr.execute(HANDWRITTEN.read_text(), parameters)
        entries = env.cr.rowcount
        env.cr.commit()
        return {"seconds": perf_counter() - start, "entries": entries}


def orm(env_factory, period_id, sample):
    """Create a record per invoice line in a loop, as commission addons do.

    The ledger refuses `create`, so this uses analytic lines: a plain model of the core
    with about as many fields. Nothing is kept.
    """
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        plan = env["account.analytic.plan"].create({"name": "Bench"})
        account = env["account.analytic.account"].create(
            {"name": "Bench", "plan_id": plan.id}
        )
        partials = env["account.partial.reconcile"].search(
            [("max_date", ">=", period.date_from), ("max_date", "<=", period.date_to)],
            limit=sample // 2,
        )
        env.flush_all()
        queries, start, lines = env.cr.sql_log_count, perf_counter(), 0
        for partial in partials:
            for line in partial.debit_move_id.move_id.invoice_line_ids:
                env["account.analytic.line"].create(
                    _prepare_entry_values(partial, line, account)
                )
                lines += 1
        env.flush_all()
        seconds = perf_counter() - start
        queries = env.cr.sql_log_count - queries
        env.cr.rollback()
        return {"seconds": seconds, "queries": queries, "lines": lines}


def _prepare_entry_values(partial, line, account):
    invoice, payment = line.move_id, partial.credit_move_id.move_id
    person = line.env["telecom.salesperson"].search(
        [("user_id", "=", invoice.invoice_user_id.id)], limit=1
    )
    day = invoice.invoice_date
    assignment = person.assignment_ids.filtered(
        lambda row: row.date_from <= day <= (row.date_to or day)
    )
    revenue_line = line.product_id.categ_id.revenue_line_id
    rate = revenue_line.rate_ids.filtered(
        lambda row: row.date_from <= day <= (row.date_to or day)
    )
    cash = partial.amount * line.price_subtotal / (invoice.amount_untaxed or 1)
    return {
        "name": f"{invoice.name} {payment.name} {revenue_line.name}",
        "date": payment.date,
        "account_id": account.id,
        "amount": invoice.currency_id.round(cash * rate.rate),
        "unit_amount": line.quantity,
        "partner_id": invoice.partner_id.id,
        "user_id": invoice.invoice_user_id.id,
        "product_id": line.product_id.id,
        "general_account_id": line.account_id.id,
        "ref": assignment.unit_id.name,
        "company_id": invoice.company_id.id,
    }


def peak_memory():
    """Return the peak memory of this process, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("no VmHWM in /proc/self/status")
