"""Enter outside readings: the market share and the brand awareness, by quarter."""

from datetime import datetime, time

from freezegun import freeze_time

MORNING = time(1)
# Percent by unit at the end of each quarter: the city and its two counties.
QUARTERS = (
    (
        "2026-03-31",
        "省公司一季度市场调查，报告第3页",
        {"ZJJ": 34.2, "CL": 36.5, "SZ": 31.8},
    ),
    (
        "2026-06-30",
        "省公司二季度市场调查，报告第3页",
        {"ZJJ": 35.1, "CL": 37.9, "SZ": 31.2},
    ),
    (
        "2026-09-30",
        "省公司三季度市场调查，报告第4页",
        {"ZJJ": 36.4, "CL": 38.6, "SZ": 33.0},
    ),
)
AWARENESS = ("2026-09-30", "第三方街头访问，表2", 61.5)


def enter(env, users):
    """Let the department enter each reading and a leader confirm it."""
    share = env.ref("telecom_sales_system.metric_market_share")
    awareness = env.ref("telecom_sales_system.metric_brand_awareness")
    units = {unit.code: unit for unit in env["telecom.sales.unit"].search([])}
    rows = [
        (share, day, origin, units[code], value)
        for day, origin, values in QUARTERS
        for code, value in values.items()
    ]
    day, origin, value = AWARENESS
    rows.append((awareness, day, origin, units["ZJJ"], value))
    for metric, day, origin, unit, value in rows:
        with freeze_time(datetime.combine(datetime.fromisoformat(day), MORNING)):
            reading = (
                env["telecom.reading"]
                .with_user(users["service"])
                .create(
                    {
                        "metric_id": metric.id,
                        "unit_id": unit.id,
                        "date": day,
                        "value": value,
                        "origin": origin,
                    }
                )
            )
            reading.with_user(users["leader"]).action_confirm()
