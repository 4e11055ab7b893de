"""Create the labour contests of the third quarter and of the year."""

from datetime import date

from freezegun import freeze_time

from dev.demo.timeline import LAST_DAY

MODULE = "telecom_sales_system."
# What the sample of 2008 has, scaled to the demo: bands of people, bands of teams.
QUARTER = {
    "name": "2026年三季度双百优劳动竞赛",
    "days": (date(2026, 7, 1), date(2026, 9, 30)),
    "people": (("优胜奖", 60_000, 3_000, 6), ("达标奖", 20_000, 1_000, 12)),
    "teams": (("优秀团队", 30_000, 5_000, 5),),
}
YEAR = {
    "name": "2026年双百优劳动竞赛",
    "days": (date(2026, 1, 1), date(2026, 12, 31)),
    "people": (
        ("双百优一档", 200_000, 10_000, 5),
        ("双百优二档", 100_000, 5_000, 15),
    ),
    "teams": (("人均八万", 80_000, 20_000, 5),),
}
CLOSED = "2026-10-12 02:00:00"
RANKED_MONTH = date(2026, 9, 1)  # the last one of the quarter


def run(env, users):
    """Close the contest of the quarter, and start that of the year."""
    with freeze_time(CLOSED):
        quarter = _create_contest(env, users["service"], QUARTER)
        quarter.action_start()
        quarter.action_close()
        env.cr.flush()
    with freeze_time(LAST_DAY):
        _create_contest(env, users["service"], YEAR).action_start()
        env.cr.flush()
    return quarter


def _create_contest(env, clerk, plan):
    first_day, last_day = plan["days"]
    contest = (
        env.ref(f"{MODULE}contest_2008")
        .with_user(clerk)
        .copy(
            {
                "name": plan["name"],
                "date_from": first_day,
                "date_to": last_day,
                "rules": False,
            }
        )
    )
    for category, key in zip(contest.category_ids, ("people", "teams"), strict=True):
        category.band_ids.unlink()
        category.band_ids.create(
            [
                {
                    "category_id": category.id,
                    "name": name,
                    "threshold": threshold,
                    "prize": prize,
                    "expected_count": planned,
                }
                for name, threshold, prize, planned in plan[key]
            ]
        )
    return contest
