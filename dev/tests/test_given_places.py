"""What a person names by variables is used, and nothing of theirs is thrown away."""

import shutil

import pytest

from dev.commands import clean
from dev.setup import postgres, system_packages


def test_clean_leaves_what_lies_in_the_given_cache_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TELECOM_CACHE", str(tmp_path))
    monkeypatch.setattr(clean, "OUT", tmp_path / "out")
    (tmp_path / "diary").touch()
    (clean.cache() / "logs").mkdir(parents=True)
    clean.main(None)
    assert [path.name for path in tmp_path.iterdir()] == ["diary"]


@pytest.mark.parametrize("name", ["PGHOST", "PGUSER"])
def test_a_given_server_needs_no_other(name, tmp_path, monkeypatch):
    (tmp_path / "psql").symlink_to(shutil.which("psql"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_packages.glob, "glob", lambda pattern: [])
    for variable in ("PGHOST", "PGUSER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, "theirs")
    assert postgres.is_given()
    assert system_packages.missing(["postgresql"]) == []
