"""Fail if anything of the probe is left, or if a month cannot do without it."""

import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

QUERIES = {
    "table": """SELECT table_name FROM information_schema.tables
                 WHERE table_schema = current_schema AND table_name LIKE '%probe%'""",
    "model": "SELECT model FROM ir_model WHERE model LIKE '%probe%'",
    "field": "SELECT name FROM ir_model_fields WHERE model LIKE '%probe%'",
    "named record": """SELECT name FROM ir_model_data
                        WHERE module = 'telecom_sales_probe'""",
    "value": """SELECT f.model || '.' || f.name FROM ir_model_fields_selection s
                  JOIN ir_model_fields f ON f.id = s.field_id
                 WHERE s.value = 'probe'""",
    "step": "SELECT id FROM telecom_close_step WHERE code = 'probe'",
    "problem": """SELECT message FROM telecom_period_problem
                   WHERE step = 'probe' OR res_model = 'telecom.probe'""",
    "draft": """SELECT title FROM telecom_circular
                 WHERE kind = 'probe' AND state <> 'issued'""",
    "template": "SELECT id FROM telecom_circular_template WHERE kind = 'probe'",
    "metric": "SELECT code FROM telecom_metric WHERE source = 'probe' AND active",
    "figure": """SELECT m.code FROM telecom_metric_value v
                   JOIN telecom_metric m ON m.id = v.metric_id
                  WHERE m.code = 'probes'""",
    "kind of duty": "SELECT code FROM telecom_duty_type WHERE proof = 'probe'",
    "proof": "SELECT id FROM telecom_duty WHERE proof_ref LIKE 'telecom.probe%'",
}


def find(env):
    """Yield what is left, a line each."""
    for kind, query in QUERIES.items():
        env.cr.execute(query)
        for (name,) in env.cr.fetchall():
            yield f"{kind} {name}"


def work(env):
    """Close March as if there had never been a probe."""
    left = list(find(env))
    assert not left, "left behind:\n" + "\n".join(left)
    february = env["telecom.period"].search([("date_from", "=", "2026-02-01")])
    summaries = february.step_ids.mapped("summary")
    assert not any("Probes" in text for text in summaries), summaries
    _look_at_what_stays(env, february)
    march = env["telecom.period"].create({"date_from": date(2026, 3, 1)})
    assert not march.action_run_and_close(), march.run_message
    assert march.state == "closed"
    assert len(march.step_ids) == 7
    february.action_run()
    service = env["res.users"].search([("login", "=", "probe.service")])
    page = env["telecom.dashboard"].with_user(service).read_page()
    keys = [part["key"] for part in page["blocks"] + page["tiles"]]
    assert "probe" not in keys, keys
    content = env["telecom.performance.workbook"]._build_workbook(march)
    names = load_workbook(io.BytesIO(content)).sheetnames
    assert "Probes" not in names, names


def _look_at_what_stays(env, february):
    """An issued circular, the metric of a target and the duty that was done."""
    [issued] = february.circular_ids.filtered(lambda c: c.state == "issued")
    assert issued.read(["kind", "display_name"])[0]["kind"] == "probe"
    assert issued.origins == {"unit_id": True}
    metric = env["telecom.target"].search([]).metric_id
    assert (metric.code, metric.active) == ("targeted probes", False)
    county = env["telecom.sales.unit"].search([("code", "=", "CL")])
    assert metric._measure_scopes(county, date(2026, 2, 1), date(2026, 2, 28)) == {}
    figure = env["telecom.metric.value"].search([("metric_id", "=", metric.id)])[:1]
    assert figure.action_open_evidence()["res_model"] == "telecom.metric"
    duties = env["telecom.duty"].search([("type_id.code", "=", "probe")])
    duty = duties.filtered("fulfilled_on")
    assert duty.fulfilled_on == date(2026, 3, 10)
    assert not duty.proof_ref
    assert duty.type_id.proof == "manual"


if __name__ == "__main__":
    with freeze_time("2026-04-10 04:00:00"):
        work(globals()["env"])
