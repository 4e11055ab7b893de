"""What dead commands left is told from what living ones use."""

import os

from dev.setup import databases


def alive(pid):
    return pid == 7


def test_a_database_lives_as_long_as_its_command():
    assert databases.is_dead("telecom_run_ab12_8_test", "ab12", alive)
    assert not databases.is_dead("telecom_run_ab12_7_test", "ab12", alive)


def test_databases_of_other_machines_and_people_are_left_alone():
    assert not databases.is_dead("telecom_run_ffff_8_test", "ab12", alive)
    assert not databases.is_dead("telecom_demo", "ab12", alive)
    assert not databases.is_dead("production", "ab12", alive)


def test_our_own_run_database_counts_as_alive():
    name = databases.run_name("test")
    host = name.split("_")[2]
    assert f"_{os.getpid()}_" in name
    assert not databases.is_dead(name, host, lambda pid: pid == os.getpid())
    assert databases.is_dead(name, host, lambda pid: False)
