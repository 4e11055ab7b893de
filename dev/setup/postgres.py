"""A private, throw-away PostgreSQL cluster that listens on a socket only."""

import getpass
import glob
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from dev.setup.paths import cache, short_hash
from dev.setup.steps import Step, StepFailed, lock, run_child, say

ROLE = "telecom"
PORT = "5432"
ADVICE = "look at the log; `make clean` throws the cluster away, then run again"
# Prefer speed to durability: the cluster can be created again.
SETTINGS = f"""
listen_addresses = ''
port = {PORT}
unix_socket_permissions = 0777
max_connections = 120
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
"""


def is_given():
    """Return whether the user named a server, which is then used unchanged."""
    return bool(os.environ.get("PGHOST") or os.environ.get("PGUSER"))


def owner():
    """Return the account that runs the server: not root, which PostgreSQL refuses."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StepFailed(
        "choosing PostgreSQL's account", "no ordinary account", "adduser postgres"
    )


def home():
    """Return a folder that the server's account can enter.

    It is short, since a socket's path is limited to about 100 characters.
    """
    key = short_hash(f"{cache()} {os.geteuid()}", 8)
    return Path("/var/tmp") / f"telecom-pg-{key}"


def binaries():
    """Return the folder with initdb and pg_ctl, of the existing cluster's version."""
    found = {
        int(Path(path).parents[1].name): Path(path).parent
        for path in glob.glob("/usr/lib/postgresql/[0-9]*/bin/initdb")
    }
    version = home() / "data" / "PG_VERSION"
    if version.is_file() and int(version.read_text()) in found:
        return found[int(version.read_text())]
    if found:
        return found[max(found)]
    initdb = shutil.which("initdb")
    if initdb:
        return Path(initdb).resolve().parent
    raise StepFailed("finding PostgreSQL", "no initdb", "apt-get install postgresql")


def environment():
    """Return the environment variables with which psql and Odoo connect."""
    if is_given():
        return {}
    return {"PGHOST": str(home() / "socket"), "PGPORT": PORT, "PGUSER": ROLE}


def ensure():
    """Create the cluster if there is none; start it if it is not running."""
    if is_given() or is_running():
        return
    with lock("postgresql"):
        if not (home() / "data" / "complete").exists():
            _create_cluster()
        if not is_running():
            _start_server()


def is_running():
    """Return whether the private server answers on its socket."""
    if not (home() / "socket" / f".s.PGSQL.{PORT}").exists():
        return False
    command = ["psql", "-X", "-q", "-d", "postgres", "-c", ""]
    env = os.environ | environment()
    return not subprocess.run(command, env=env, capture_output=True).returncode


def stop():
    """Stop the private server, if it runs."""
    data = home() / "data"
    if not (data / "postmaster.pid").exists():
        return
    say("stopping the private PostgreSQL server")
    command = [binaries() / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w"]
    run_child(command, stdout=subprocess.DEVNULL, **_get_owner_options())


def _get_owner_options():
    options = {"cwd": home(), "stderr": subprocess.STDOUT}
    if os.geteuid() == 0:
        account = owner()
        options |= {
            "user": account.pw_uid,
            "group": account.pw_gid,
            "extra_groups": [],
            "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(home())},
        }
    return options


def _create_cluster():
    step = Step("creating a private PostgreSQL cluster", ADVICE)
    place, account = home(), owner()
    place.mkdir(mode=0o755, exist_ok=True)
    if place.stat().st_uid not in (os.geteuid(), account.pw_uid):
        raise step.failed(f"{place} belongs to somebody else")
    os.chown(place, account.pw_uid, account.pw_gid)
    data, socket = place / "data", place / "socket"
    shutil.rmtree(data, ignore_errors=True)
    options = _get_owner_options()
    del options["stderr"]
    layout = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    role = ["--username", ROLE, "--auth=peer"]
    step.run([binaries() / "initdb", "-D", data, *layout, *role], **options)
    socket.mkdir(mode=0o755, exist_ok=True)
    os.chown(socket, account.pw_uid, account.pw_gid)
    conf = (data / "postgresql.conf").read_text()
    settings = f"{SETTINGS}unix_socket_directories = '{socket}'\n"
    (data / "postgresql.conf").write_text(conf + settings)
    # Only the caller and the server's own account get in, both as one role.
    (data / "pg_hba.conf").write_text("local all all peer map=telecom\n")
    accounts = {getpass.getuser(), pwd.getpwuid(os.geteuid()).pw_name, account.pw_name}
    lines = [f"telecom {name} {ROLE}\n" for name in sorted(accounts)]
    (data / "pg_ident.conf").write_text("".join(lines))
    (data / "complete").write_text("")


def _start_server():
    step = Step("starting the private PostgreSQL server", ADVICE)
    options = _get_owner_options()
    del options["stderr"]
    log = home() / "server.log"
    control = [binaries() / "pg_ctl", "start", "-D", home() / "data", "-l", log]
    step.run([*control, "-w", "-t", "60"], start_new_session=True, **options)
    if not is_running():
        raise step.failed(f"started, yet not answering; the server's log is {log}")
