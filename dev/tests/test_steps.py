"""A failing step says its name, its log's last lines and what to try."""

import sys

import pytest

from dev.commands.test import at_once, targets
from dev.setup.steps import Step, StepFailed


@pytest.fixture(autouse=True)
def private_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TELECOM_CACHE", str(tmp_path))


def test_a_failing_command_is_reported_with_log_and_advice():
    step = Step("making soup", "add salt")
    with pytest.raises(StepFailed) as caught:
        step.run([sys.executable, "-c", "print('too hot'); raise SystemExit(3)"])
    report = caught.value.report()
    assert "FAILED: making soup" in report
    assert "exit code 3" in report
    assert "|  too hot" in report
    assert str(step.log) in report
    assert "add salt" in report


def test_a_command_that_is_not_there_and_one_that_hangs_are_reported():
    step = Step("making soup", "add salt")
    with pytest.raises(StepFailed, match="no-such-spoon is not installed"):
        step.run(["no-such-spoon"])
    with pytest.raises(StepFailed, match="took over 0.1 s"):
        step.run(["sleep", "9"], timeout=0.1)


def test_a_named_path_replaces_the_test_folders(tmp_path):
    (tmp_path / "dev" / "tests").mkdir(parents=True)
    (tmp_path / "test_a.py").touch()
    assert targets(["-k", "soup"], tmp_path)[2:] == [str(tmp_path / "dev" / "tests")]
    assert targets(["test_a.py::test_b", "-x"], tmp_path) == ["test_a.py::test_b", "-x"]


def test_all_tests_run_in_several_processes_and_chosen_ones_in_one():
    assert at_once([], 2) == ["--numprocesses=2", "--dist=loadfile"]
    assert at_once([], 64)[0] == "--numprocesses=4"
    assert at_once([], 1) == at_once(["-k", "soup"], 2) == []
