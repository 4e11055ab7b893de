"""The machine's Debian mirror is found in every form that apt allows."""

from dev.setup.apt_sources import debian_mirror, parse_deb822, parse_list, read_mirror

DEB822 = """\
Types: deb deb-src
# a comment inside
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main

Types: deb
Enabled: no
URIs: http://off.test/debian
Suites: sid
Components: main
"""
ONE_LINE = """\
# deb http://off.test/debian sid main
deb http://other.test/tools stable main
deb [arch=amd64 signed-by=/k.gpg] http://one.test/apt bookworm main
deb http://one.test/apt bookworm-updates main  # why
"""


def test_deb822_reads_stanzas_and_skips_disabled_ones():
    mirrors = list(parse_deb822(DEB822))
    assert [mirror.uri for mirror in mirrors] == [
        "http://mirror.test/debian",
        "http://mirror.test/debian-security",
    ]
    assert mirrors[0].suites == ("bookworm", "bookworm-updates")
    assert mirrors[0].signed_by.endswith("debian-archive-keyring.gpg")


def test_deb822_ignores_sources_of_source_code():
    assert not list(parse_deb822("Types: deb-src\nURIs: http://a.test\nSuites: sid\n"))


def test_one_line_reads_options_and_skips_comments():
    mirrors = list(parse_list(ONE_LINE))
    assert [mirror.suites[0] for mirror in mirrors] == [
        "stable",
        "bookworm",
        "bookworm-updates",
    ]
    assert mirrors[1].signed_by == "/k.gpg"


def test_the_archive_is_told_from_other_sources():
    assert debian_mirror(parse_deb822(DEB822)).uri == "http://mirror.test/debian"
    assert debian_mirror(parse_list(ONE_LINE)).uri == "http://one.test/apt"
    assert debian_mirror(parse_list("deb http://other.test/tools stable main")) is None


def test_a_machine_is_read_as_a_whole(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text("")
    (tmp_path / "sources.list.d" / "debian.sources").write_text(DEB822)
    (tmp_path / "sources.list.d" / "other.list").write_text(
        "deb http://other.test/tools stable main\n"
    )
    assert read_mirror(tmp_path).uri == "http://mirror.test/debian"


def test_a_machine_without_sources_has_no_mirror(tmp_path):
    assert read_mirror(tmp_path) is None
