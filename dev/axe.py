"""Run axe-core in backend pages and print its findings; runs inside the venv."""

import argparse
import shutil
import sys
from pathlib import Path

from dev.commands.axe import arguments
from dev.devtools import Browser
from dev.screenshot import SECONDS, SHOWN, Session, serving
from dev.session import free_port

SERIOUS = ("serious", "critical")
# What Odoo's own widgets draw, the same in every app: not ours to mend.
OF_ODOO = [
    ".o_control_panel",
    ".o_field_widget",
    ".o_form_statusbar .o_statusbar_status",
    ".o_form_label",
    ".o-mail-Form-chatter",
    ".o-mail-Chatter",
    ".o_list_table",
    ".o_notebook_headers",
]
RUN = """axe.run(
    {include: [[".o_action_manager"]], exclude: %s.map((selector) => [selector])},
    {resultTypes: ["violations"]}
).then(({violations}) => violations.flatMap(({id, impact, nodes}) => nodes.map(
    (node) => [impact, id, node.target.join(" "), node.failureSummary]
)))"""


def main(options):
    """Print the findings of all pages; return 1 if one is serious."""
    port = options.port or free_port()
    with serving(options.db, port, is_running=bool(options.port)):
        root = f"http://127.0.0.1:{port}"
        session = Session(
            root, options.db, options.login, options.password or options.login
        )
        with session.speaking(options.lang):
            found = [
                (url, *finding)
                for url in options.urls
                for finding in find_barriers(options, root, session.cookie, url)
            ]
    for url, impact, rule, target, summary in found:
        print(f"{url}: {impact} {rule} {target}\n    {summary}")
    return int(any(impact in SERIOUS for _url, impact, *_more in found))


def find_barriers(options, root, cookie, url):
    """Return what axe finds on a page: impact, rule, place and summary of each."""
    executable = shutil.which("google-chrome")
    with Browser(executable, options.width, options.height) as browser:
        browser.send("Network.setCookie", name="session_id", value=cookie, url=root)
        browser.send("Page.navigate", url=root + "/" + url.lstrip("/"))
        if not browser.settle(SHOWN, SECONDS):
            return [("serious", "not-settled", url, "The page was not drawn in time.")]
        browser.evaluate(Path(options.script).read_text() + "; true")
        return browser.evaluate(RUN % OF_ODOO)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("script", help="axe.min.js")
    arguments(parser)
    sys.exit(main(parser.parse_args()))
