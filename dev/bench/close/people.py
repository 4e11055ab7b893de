"""Create many salespeople by SQL: the ORM takes longer than the close."""

from dev.bench.masters import FIRST_DAY

MADE_THROUGH_ORM = 20


def make_more(env, units, until):
    """Copy a salesperson until there are so many, evenly over the units."""
    person = env["telecom.salesperson"].search([], limit=1)
    user = person.user_id
    count = until - env["telecom.salesperson"].search_count([])
    env.flush_all()
    partner_from = _get_last_id(env, "res_partner")
    user_from = _get_last_id(env, "res_users")
    person_from = _get_last_id(env, "telecom_salesperson")
    _copy_row(
        env,
        *("res_partner", user.partner_id.id, count),
        name="'Seller ' || n",
        complete_name="'Seller ' || n",
        commercial_partner_id=f"{partner_from} + n",
    )
    _copy_row(
        env,
        *("res_users", user.id, count),
        login="'seller_' || n",
        partner_id=f"{partner_from} + n",
    )
    for table, column in (
        ("res_company_users_rel", "user_id"),
        ("res_groups_users_rel", "uid"),
    ):
        other = {"user_id": "cid", "uid": "gid"}[column]
        env.cr.execute(
            f"INSERT INTO {table} ({column}, {other})"
            f" SELECT %s + n, {other} FROM {table}, generate_series(1, %s) n"
            f" WHERE {column} = %s",
            [user_from, count, user.id],
        )
    unit = f"(ARRAY{units.ids})[1 + MOD(n, {len(units)})]"
    _copy_row(
        env,
        *("telecom_salesperson", person.id, count),
        user_id=f"{user_from} + n",
        name="'Seller ' || n",
        certificate_no="'C-' || n",
        unit_id=unit,
        assignment_id="NULL",
    )
    _copy_row(
        env,
        *("telecom_salesperson_assignment", person.assignment_ids[0].id, count),
        salesperson_id=f"{person_from} + n",
        unit_id=unit,
        date_from=f"DATE '{FIRST_DAY}'",
        date_to="NULL",
    )
    env.cr.execute(
        """
        UPDATE telecom_salesperson p SET assignment_id = a.id
          FROM telecom_salesperson_assignment a
         WHERE a.salesperson_id = p.id AND p.assignment_id IS NULL
        """
    )
    env.invalidate_all()
    env.registry.clear_cache()


def _get_last_id(env, table):
    env.cr.execute(f"SELECT MAX(id) FROM {table}")
    return env.cr.fetchone()[0]


def _copy_row(env, table, row_id, count, **changed):
    """Insert copies of a row with new ids; ``changed`` are SQL expressions of n."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id' AND table_schema = 'public'",
        [table],
    )
    columns = [name for (name,) in env.cr.fetchall()]
    values = [changed.get(name, f'row."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f"INSERT INTO {table} (id, {names})"
        f" SELECT %s + n, {', '.join(values)}"
        f" FROM {table} row, generate_series(1, %s) n WHERE row.id = %s",
        [_get_last_id(env, table), count, row_id],
    )
    env.cr.execute(
        f"SELECT setval('{table}_id_seq', (SELECT MAX(id) + 1 FROM {table}))"
    )
