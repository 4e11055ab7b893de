"""The scan of Odoo's log finds what is ours and passes over what is listed."""

import pytest

from dev.setup import log_scan

LOG = """\
2026-01-02 03:04:05,678 42 INFO db odoo.modules.loading: WARNING is only a word here
2026-01-02 03:04:06,000 42 WARNING db odoo.addons.x: a field has no label
2026-01-02 03:04:07,000 42 ERROR ? odoo.http: it broke
Traceback (most recent call last):
  File "a.py", line 1, in <module>
2026-01-02 03:04:08,000 42 CRITICAL db odoo.sql_db: out of luck
"""


def test_warnings_and_errors_are_found_with_their_tracebacks():
    bad = log_scan.bad_records(LOG, [])
    assert [record.split(": ", 1)[1].split("\n")[0] for record in bad] == [
        "a field has no label",
        "it broke",
        "out of luck",
    ]
    assert bad[1].endswith('File "a.py", line 1, in <module>')


def test_known_noise_is_passed_over_and_nothing_else_is():
    noise = log_scan.read_noise("# Debian's own\nhas no label$\n")
    assert noise[0].reason == "Debian's own"
    assert len(log_scan.bad_records(LOG, noise)) == 2


def test_noise_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="no reason before: b"):
        log_scan.read_noise("# why a\na\nb\n")


def test_the_list_hides_missing_headers_but_no_failed_request():
    noise = log_scan.read_noise(log_scan.KNOWN_NOISE.read_text())
    start = (
        "2026-01-02 03:04:06,000 42 WARNING db "
        "odoo.addons.base.models.ir_actions_report: wkhtmltopdf: "
        "The switch --header-html, is not support using unpatched qt, and will be "
        "ignored."
    )
    assert not log_scan.bad_records(start + " \n", noise)
    failed = start + "Exit with code 1 due to network error: ConnectionRefusedError\n"
    assert len(log_scan.bad_records(failed, noise)) == 1
