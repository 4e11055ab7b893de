"""Serve the demo company, or another database, until Ctrl-C."""

import os
import socket

from dev.commands import demo
from dev.setup import databases, instance
from dev.setup.paths import REPO
from dev.setup.steps import StepFailed, say


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("--port", type=int, default=8069)


def main(options):
    """Build the demo company if necessary, then serve it."""
    ready = instance.ensure()
    demo.ensure(ready)
    serve(ready, demo.DATABASE, options.port)


def serve(ready, database, port):
    """Replace this process by an Odoo server for one database."""
    step = f"serving {database} on port {port}"
    if not databases.exists(database):
        raise StepFailed(step, "no such database", "python3 dev/run.py scratch NAME")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            advice = "make serve PORT=another"
            raise StepFailed(step, f"the port is taken ({error})", advice) from error
    say(f"{database} on http://localhost:{port} (Ctrl-C stops)")
    os.chdir(REPO)
    command = [ready.python, *server_arguments(database, port)]
    os.execve(ready.python, command, ready.env)


def server_arguments(database, port):
    """Return the arguments for Python that serve one database."""
    only = ["-d", database, f"--db-filter=^{database}$", "-p", str(port)]
    return ["-m", "odoo", *only]
