"""Lists and pivots, opened as the web client opens them."""

from statistics import median

from dev.bench.clients.clock import Clock

CORE_LIST = "base.view_partner_tree"
CLIENT_LIST = "telecom_sales_system.res_partner_view_list_client"
ALL = ["|", ("is_company", "=", True), ("parent_id", "=", False)]
KEY = [("is_key_client", "=", True), *ALL]
LIMIT, COUNT_LIMIT = 80, 10_001  # the web client's
WARM_LISTS, WARM_PIVOTS = 7, 2
REVENUE, WHITE_SPACE = "telecom.client.revenue", "telecom.client.whitespace"
PIVOTS = {
    "revenue, client x line": (REVENUE, "partner_id"),
    "revenue, unit x line": (REVENUE, "sales_unit_id"),
    "revenue, month x line": (REVENUE, "date:month"),
    "white space, client x line": (WHITE_SPACE, "partner_id"),
    "white space, unit x line": (WHITE_SPACE, "sales_unit_id"),
}


def open_list(env_factory, user_id, view, domain):
    """Open a list with all its fields, first with a cold cache, then repeatedly."""
    with env_factory() as env:
        partners = env(user=user_id)["res.partner"].with_context(bin_size=True)
        specification = _get_specification(partners, env.ref(view).id)
        return _measure_cold_and_warm(
            env,
            lambda: partners.web_search_read(
                domain, specification, limit=LIMIT, count_limit=COUNT_LIMIT
            )["length"],
            WARM_LISTS,
        )


def _get_specification(partners, view_id):
    names = partners.get_view(view_id, "list")["models"]["res.partner"]
    return {
        name: {"fields": {"display_name": {}}}
        if partners._fields[name].relational
        else {}
        for name in names
    }


def pivot(env_factory, user_id, model, group):
    """Read the cells of a pivot by revenue line, with all its totals."""
    sets = [[], ["revenue_line_id"], [group], [group, "revenue_line_id"]]
    with env_factory() as env:
        records = env(user=user_id)[model]
        return _measure_cold_and_warm(
            env,
            lambda: len(
                records.formatted_read_grouping_sets([], sets, ["amount:sum"])[-1]
            ),
            WARM_PIVOTS,
        )


def _measure_cold_and_warm(env, read, warm_runs):
    """Call ``read`` repeatedly; return its count and the median of later calls."""
    clocks = []
    for _run in range(1 + warm_runs):
        env.invalidate_all()
        with Clock(env) as clock:
            found = read()
        clocks.append(clock)
    cold, *warm = clocks
    return cold.figures(
        records=found,
        warm=median(clock.seconds for clock in warm),
        warm_queries=warm[-1].queries,
    )
