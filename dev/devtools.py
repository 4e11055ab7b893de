"""Drive headless Chromium through its DevTools protocol."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

START_SECONDS = 20
QUIET_SECONDS = 0.8
# The script of a shared worker: its end is not reported to the page.
ENDLESS = "websocket_worker_bundle"


class Browser:
    """A Chromium with one page; a context manager that ends it."""

    def __init__(self, executable, width, height):
        self.folder = Path(tempfile.mkdtemp(suffix="-telecom-chromium"))
        self.errors, self.pending = [], {}
        self._last_id, self._quiet_since = 0, time.monotonic()
        size = f"--window-size={width},{height}"
        profile = f"--user-data-dir={self.folder}"
        options = ["--headless", "--remote-debugging-port=0", "--hide-scrollbars"]
        self.process = subprocess.Popen(
            [executable, *options, size, profile, "about:blank"],
            stderr=subprocess.DEVNULL,
        )
        self.socket = self._connect_socket()
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        metrics = {"width": width, "height": height}
        metrics |= {"deviceScaleFactor": 1, "mobile": False}
        self.send("Emulation.setDeviceMetricsOverride", **metrics)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connect_socket(self):
        import websocket

        port_file = self.folder / "DevToolsActivePort"
        deadline = time.monotonic() + START_SECONDS
        while not (port_file.exists() and port_file.read_text().count("\n")):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Chromium did not start")
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = json.load(answer)
        page = next(page for page in pages if page["type"] == "page")
        url = page["webSocketDebuggerUrl"]
        return websocket.create_connection(url, suppress_origin=True, timeout=30)

    def send(self, method, **params):
        """Call a method of the protocol and return its result."""
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params}
        self.socket.send(json.dumps(message))
        while True:
            answer = self._receive_message()
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, expression):
        """Return the value of a JavaScript expression in the page; await promises."""
        options = {"awaitPromise": True, "returnByValue": True}
        answer = self.send("Runtime.evaluate", expression=expression, **options)
        if "exceptionDetails" in answer:
            raise RuntimeError(_describe_exception(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def settle(self, condition, seconds):
        """Wait for a condition and the end of all requests; return False if in vain."""
        import websocket

        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            quiet = time.monotonic() - self._quiet_since > QUIET_SECONDS
            if quiet and not self.pending and self.evaluate(condition):
                return True
            self.socket.settimeout(0.1)
            try:
                self._receive_message()
            except websocket.WebSocketTimeoutException:
                continue
            finally:
                self.socket.settimeout(30)
        return False

    def picture(self):
        """Return the page as the bytes of a PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot")["data"])

    def _receive_message(self):
        message = json.loads(self.socket.recv())
        params = message.get("params", {})
        handler = getattr(self, f"_on_{message.get('method', '').split('.')[-1]}", None)
        if handler:
            handler(params)
        return message

    def _on_requestWillBeSent(self, params):
        url = params["request"]["url"]
        if ENDLESS not in url:
            self.pending[params["requestId"]] = url

    def _on_loadingFinished(self, params):
        self.pending.pop(params["requestId"], None)
        self._quiet_since = time.monotonic()

    _on_loadingFailed = _on_loadingFinished

    def _on_consoleAPICalled(self, params):
        if params["type"] in ("error", "assert"):
            parts = (arg.get("value", arg.get("description")) for arg in params["args"])
            self.errors.append(" ".join(map(str, parts)))

    def _on_exceptionThrown(self, params):
        self.errors.append(_describe_exception(params["exceptionDetails"]))

    def _on_entryAdded(self, params):
        if params["entry"]["level"] == "error":
            entry = params["entry"]
            self.errors.append(f"{entry['text']} {entry.get('url', '')}")


def _describe_exception(details):
    exception = details.get("exception", {})
    return exception.get("description") or details.get("text", "unknown error")
