"""The house rules complain about what they should, and about nothing else."""

import pytest

from dev.checks import house


@pytest.mark.parametrize(
    ("name", "text"), [("a.py", "def"), ("a.xml", "<a><b></a>"), ("a.svg", "")]
)
def test_files_that_cannot_be_read_are_refused(name, text):
    assert house.malformed(name, text).startswith(name)


def test_files_that_can_be_read_pass():
    assert not house.malformed("a.py", "x = 1\n")
    assert not house.malformed("a.xml", '<?xml version="1.0"?>\n<odoo>电信</odoo>')


def test_paths_of_one_machine_are_refused():
    home = "/".join(["", "home", "somebody", "x"])
    assert house.machine_bound("a.py", f'PATH = "{home}"')
    assert not house.machine_bound("a.py", 'PATH = "/usr/lib/x"')
