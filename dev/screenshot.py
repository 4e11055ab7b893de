"""Log in to Odoo and take a picture of a backend page; runs inside the venv."""

import argparse
import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

from dev.commands.screenshot import arguments
from dev.commands.serve import server_arguments
from dev.devtools import Browser
from dev.session import free_port

KNOWN_ERROR = "selfie_segmentation"
SHOWN = """(() => {
    const manager = document.querySelector(".o_action_manager");
    const front = document.querySelector("#wrapwrap, .o_database_list");
    const busy = document.querySelector(".o_loading_indicator, .o_blockUI");
    return Boolean((front || (manager && manager.childElementCount)) && !busy)
        && document.readyState === "complete" && document.fonts.status === "loaded";
})()"""
CLICK = """(() => {
    const target = document.querySelector(%s);
    target?.click();
    return Boolean(target);
})()"""
SECONDS = 60


def main(options):
    """Take the picture; return 1 if the page did not settle or logged errors."""
    port = options.port or free_port()
    with serving(options.db, port, is_running=bool(options.port)):
        root = f"http://127.0.0.1:{port}"
        session = Session(
            root, options.db, options.login, options.password or options.login
        )
        with session.speaking(options.lang):
            return shoot(options, root, session.cookie)


def shoot(options, root, cookie):
    """Write the picture of a page; return 1 if something is wrong with it."""
    content, problems = open_page(options, root, cookie)
    Path(options.out).write_bytes(content)
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return int(bool(problems))


def open_page(options, root, cookie):
    """Open a page in Chromium with a session's cookie.

    :return: the picture, and what is wrong: nothing to click, console errors, requests
        without an end
    """
    problems = []
    executable = shutil.which("google-chrome")
    with Browser(executable, options.width, options.height) as browser:
        browser.send("Network.setCookie", name="session_id", value=cookie, url=root)
        browser.send("Page.navigate", url=root + "/" + options.url.lstrip("/"))
        settled = browser.settle(SHOWN, SECONDS)
        for selector in options.click:
            script = CLICK % json.dumps(selector)
            problems += [] if browser.evaluate(script) else [f"no {selector}"]
            settled = browser.settle(SHOWN, SECONDS) and settled
        content = browser.picture()
        errors = [text for text in browser.errors if KNOWN_ERROR not in text]
    problems += [f"console error: {text}" for text in errors]
    if not settled:
        problems.append(f"not settled after {SECONDS} s: {browser.pending}")
    return content, problems


class Session:
    """A session of Odoo's web client over JSON-RPC."""

    def __init__(self, root, database, login, password):
        self.root, self.cookie = root, ""
        params = {"db": database, "login": login, "password": password}
        self.user = self.call("/web/session/authenticate", **params)["uid"]

    def call(self, path, **params):
        """Call a route and return its result."""
        body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        headers = {"Content-Type": "application/json"}
        headers["Cookie"] = f"session_id={self.cookie}"
        request = urllib.request.Request(self.root + path, body, headers)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content = json.load(answer)
            for header in answer.headers.get_all("Set-Cookie", []):
                cookie = SimpleCookie(header).get("session_id")
                self.cookie = cookie.value if cookie else self.cookie
        if "error" in content:
            sys.exit(f"{path}: {content['error']['data']['message']}")
        return content["result"]

    @contextmanager
    def speaking(self, lang):
        """Switch the user's language during a block."""
        if not lang:
            yield
            return
        before = self._call_user("read", ["lang"])[0]["lang"]
        self._call_user("write", {"lang": lang})
        try:
            yield
        finally:
            self._call_user("write", {"lang": before})

    def load(self, path):
        """Return the bytes of an address."""
        headers = {"Cookie": f"session_id={self.cookie}"}
        request = urllib.request.Request(self.root + path, headers=headers)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read()

    def _call_user(self, method, argument):
        route = f"/web/dataset/call_kw/res.users/{method}"
        args = [[self.user], argument]
        return self.call(route, model="res.users", method=method, args=args, kwargs={})


@contextmanager
def serving(database, port, is_running=False):
    """Run an Odoo server for one database during a block, unless one is running."""
    if is_running:
        yield
        return
    command = [sys.executable, *server_arguments(database, port), "--logfile=/dev/null"]
    with subprocess.Popen(command) as process:
        try:
            for _try in range(SECONDS * 5):
                if _is_answering(port):
                    break
                time.sleep(0.2)
            yield
        finally:
            process.kill()


def _is_answering(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=SECONDS)
    except (urllib.error.URLError, OSError):
        return False
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    sys.exit(main(parser.parse_args()))
