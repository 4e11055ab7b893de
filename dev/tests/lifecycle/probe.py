"""Close a month with the probe, and look for each thing that it adds."""

import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError

# In the order of their places; the probe's own stands between two others.
STEPS = ["ledger", "arrears", "clients", "contest", "metrics", "probe", "cards"]
STEPS += ["circulars"]
AFTER_CLOSE = ["contest", "probe", "cards", "circulars"]
FEBRUARY = date(2026, 2, 1)


def work(env):
    """Two probes of the county in February: on the 3rd and on the 4th."""
    county = env["telecom.sales.unit"].search([("code", "=", "CL")])
    env["telecom.probe"].create(
        [{"unit_id": county.id, "date": FEBRUARY.replace(day=day)} for day in (3, 4)]
    )
    metrics = _create_metrics(env, county)
    duty = _create_duty(env, county)
    period = env["telecom.period"].create({"date_from": FEBRUARY})
    assert not period.action_run_and_close(), period.run_message
    assert period.state == "closed"
    _look_at_steps(env, period)
    _look_at_problems(period)
    _look_at_first_page(env)
    _look_at_setup_page(env)
    _look_at_circulars(env, period)
    _look_at_workbook(env, period)
    _look_at_metrics(env, period, metrics, county)
    _look_at_duty(env, duty)


def _create_metrics(env, county):
    """Create two metrics of probes; a target refers to the second."""
    metrics = env["telecom.metric"].create(
        [
            {"name": name, "code": name.lower(), "source": "probe"}
            for name in ("Probes", "Targeted Probes")
        ]
    )
    env["telecom.target"].create(
        {
            "metric_id": metrics[1].id,
            "unit_id": county.id,
            "year": 2026,
            "amount": 12,
        }
    )
    return metrics


def _create_duty(env, county):
    """Create the duty to take a probe in February, by the 5th of March."""
    kind = env["telecom.duty.type"].create(
        {
            "name": "Probe",
            "code": "probe",
            "proof": "probe",
            "frequency": "month",
            "grace_days": 5,
            "in_force_from": FEBRUARY,
        }
    )
    return env["telecom.duty"].create(
        {
            "type_id": kind.id,
            "unit_id": county.id,
            "period_from": FEBRUARY,
            "period_to": date(2026, 2, 28),
            "due_on": date(2026, 3, 5),
        }
    )


def _look_at_steps(env, period):
    steps = period.step_ids.sorted()
    assert steps.mapped("code") == STEPS, steps.mapped("code")
    assert set(steps.mapped("state")) == {"done"}
    by_code = steps.grouped("code")
    assert by_code["probe"].figures == {"probes": 2}
    assert by_code["probe"].display_name == "Probes"
    assert by_code["probe"].summary == "Probes 2"
    assert by_code["probe"].action_open()["res_model"] == "telecom.probe"
    assert by_code["clients"].summary.endswith("Units with Probes 1")
    # January was closed before the probe came: now its own step runs there, too.
    january = env["telecom.period"].search([("date_from", "=", "2026-01-01")])
    assert not january.step_ids
    january.action_run()
    assert january.step_ids.sorted().mapped("code") == AFTER_CLOSE
    assert january.step_ids.grouped("code")["probe"].figures == {"probes": 0}


def _look_at_problems(period):
    """The client of January has no deputy manager, if it is a key client at all."""
    problems = period.problem_ids.grouped("message")
    own = problems["Probes: look at units"]
    assert (own.step, own.record_count) == ("probe", 1)
    other = problems["Probes without a client"]
    assert (other.step, other.record_count) == ("clients", 2)
    opened = other.action_open_records()
    assert other.env[opened["res_model"]].search_count(opened["domain"]) == 2
    order = period.problem_ids.sorted().mapped("step")
    assert order == sorted(order, key=STEPS.index), order


def _look_at_first_page(env):
    service = env["res.users"].create(
        {
            "name": "Probe Service",
            "login": "probe.service",
            "group_ids": [
                Command.link(env.ref("telecom_sales_system.group_telecom_service").id)
            ],
        }
    )
    page = env["telecom.dashboard"].with_user(service).read_page()
    blocks = {block["key"]: block for block in page["blocks"]}
    keys = list(blocks)
    assert keys[keys.index("units") :] == ["units", "probe", "ageing", "contest"], keys
    assert blocks["probe"]["value"] == "2"
    assert blocks["close"]["steps"] == len(STEPS)
    tiles = [tile["key"] for tile in page["tiles"]]
    assert tiles[tiles.index("probe") + 1] == "due", tiles
    assert tiles.index("probe") == tiles.index("visits") + 1


def _look_at_setup_page(env):
    """The card stands between two others, with its state, sentence and action."""
    pages = env["telecom.setup.step"]
    steps = pages.search(pages.get_page_action()["domain"])
    codes = steps.mapped("code")
    assert codes[codes.index("clients") :][:3] == ["clients", "probe", "duties"], codes
    card = steps.filtered(lambda step: step.code == "probe")
    assert (card.display_name, card.button) == ("Probes", "Open Probes")
    assert (card.state, card.message) == ("done", "2 probes")
    assert card.action_start()["res_model"] == "telecom.probe"


def _look_at_circulars(env, period):
    kinds = [value for value, _ in env["telecom.circular"]._fields["kind"].selection]
    expected = ["performance", "early_warning", "training", "award"]
    expected += ["award_withdrawal", "probe", "other"]
    assert kinds == expected, kinds
    drafts = period.circular_ids.grouped("kind")
    assert set(drafts) == {"performance", "early_warning", "probe"}, set(drafts)
    draft = drafts["probe"]
    assert draft.unit_id.kind == "city"
    assert draft.figures["values"]["probes"] == "2"
    assert draft.figures["tables"][0]["rows"] == [["Cili"], ["Cili"]]
    assert "{probes}" in draft.placeholder_help
    assert draft.origins == {"unit_id": True, "period_id": True}
    draft.write({"title": "{probes} Probes", "body": "There were {probes} probes."})
    assert draft.shown_title == "2 Probes"
    template = env["telecom.circular.template"].create(
        {"kind": "probe", "heading": "Head", "title": "{probes} Probes"}
    )
    # The path to an issued circular is tested elsewhere.
    issued = draft.create(
        {"kind": "probe", "unit_id": draft.unit_id.id, "period_id": period.id}
    )
    assert issued.title == template.title
    issued.write({"state": "issued", "name": "Probe 1", "number_year": 2026})
    try:
        issued.write({"period_id": False})
    except UserError:
        return
    raise AssertionError("an issued circular was changed")


def _look_at_workbook(env, period):
    report = env["telecom.performance.workbook"]
    book = load_workbook(io.BytesIO(report._build_workbook(period)))
    names = book.sheetnames
    assert names[-3:] == ["Arrears Cases", "Probes", "Entries"], names
    cells = [[cell.value for cell in row] for row in book["Probes"]["A1:B3"]]
    assert [row[0] for row in cells] == ["Unit", "Cili", "Cili"], cells
    links = [cell.value for row in book["Cover"].iter_rows() for cell in row]
    assert "Probes" in links
    before = report._get_basis(period)
    env["telecom.probe"].create(
        {"unit_id": period.circular_ids[0].unit_id.id, "date": FEBRUARY}
    )
    assert report._get_basis(period) != before


def _look_at_metrics(env, period, metrics, county):
    """The county took two probes in February, as in the year, and none before."""
    figures = env["telecom.metric.value"].search(
        [
            ("period_id", "=", period.id),
            ("metric_id", "in", metrics.ids),
            ("unit_id", "=", county.id),
        ]
    )
    found = [(row.month, row.year_to_date, row.last_year) for row in figures]
    assert found == [(2, 2, 0)] * 2, found
    opened = figures[0].action_open_evidence()
    assert opened["res_model"] == "telecom.probe"
    assert env["telecom.probe"].search_count(opened["domain"]) == 2


def _look_at_duty(env, duty):
    """The probe of the 3rd of February was noted on the 10th of March, too late."""
    env["telecom.duty"]._prove_duties(env.company, date(2026, 3, 10))
    assert duty.proof_ref._name == "telecom.probe"
    assert duty.fulfilled_on == date(2026, 3, 10)
    assert duty.days_late == 5


if __name__ == "__main__":
    with freeze_time("2026-03-10 04:00:00"):
        work(globals()["env"])
