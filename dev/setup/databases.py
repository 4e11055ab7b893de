"""Make, copy, rename, list and drop databases and their file stores."""

import os
import re
import shutil
import socket
import subprocess

from dev.setup import postgres
from dev.setup.paths import cached, short_hash
from dev.setup.steps import StepFailed

ADVICE = "look at the message above; `make stop`, then run again"
# telecom_run_<host>_<pid>_<kind>: a database that lives as long as its command.
RUN_NAME = re.compile(r"telecom_run_(?P<host>[0-9a-f]{4})_(?P<pid>\d+)_\w+$")


def psql(sql, database="postgres"):
    """Run one statement; return its rows as lists of strings."""
    command = ["psql", "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
    command += ["-q", "-d", database, "-c", sql]
    env = os.environ | postgres.environment()
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise StepFailed(f"asking PostgreSQL: {sql}", done.stderr.strip(), ADVICE)
    return [line.split("\t") for line in done.stdout.splitlines()]


def names(prefix=""):
    """Return the names of the databases with a prefix, newest first."""
    rows = psql("SELECT datname FROM pg_database ORDER BY oid DESC")
    return [name for (name,) in rows if name.startswith(prefix)]


def exists(name):
    """Return whether a database exists."""
    return name in names()


def copy(source, target):
    """Copy a database and its file store."""
    strategy = "STRATEGY FILE_COPY" if _has_strategies() else ""
    psql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" {strategy}')
    if filestore(source).is_dir():
        # A store's files are named by their content and never change.
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def rename(source, target):
    """Rename a database and its file store; a database there before is dropped."""
    drop(target)
    if filestore(source).is_dir():
        filestore(source).rename(filestore(target))
    psql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')


def drop(name):
    """Drop a database and its file store, if they exist."""
    psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def comment(name):
    """Return the comment on a database, or None if the database does not exist."""
    column = "shobj_description(oid, 'pg_database')"
    rows = psql(f"SELECT {column} FROM pg_database WHERE datname = '{name}'")
    return rows[0][0] if rows else None


def set_comment(name, text):
    """Set the comment on a database."""
    psql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def filestore(name):
    """Return the folder of a database's attachments."""
    return cached("data", "filestore", name)


def run_name(kind):
    """Return a name for a database that is used by this process only."""
    return f"telecom_run_{_get_host()}_{os.getpid()}_{kind}"


def is_dead(name, host, alive):
    """Return whether a database belongs to an ended command of this host."""
    match = RUN_NAME.match(name)
    return bool(match and match["host"] == host and not alive(int(match["pid"])))


def drop_dead():
    """Drop the databases of interrupted commands."""
    for name in names("telecom_run_"):
        if is_dead(name, _get_host(), _is_alive):
            drop(name)


def _get_host():
    return short_hash(socket.gethostname(), 4)


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _has_strategies():
    return int(psql("SHOW server_version_num")[0][0]) >= 150000
