"""The steps of the set-up, each with a name, a log and advice on failure."""

import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

from dev.setup.paths import cached

TAIL_LINES = 20
STEP_SECONDS = 1800
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


class StepFailed(Exception):
    """A failed step: its name, log and advice."""

    def __init__(self, name, problem, advice, log=None):
        super().__init__(problem)
        self.name, self.problem, self.advice, self.log = name, problem, advice, log
        self.excerpt = None  # what to show of the log, if not its end

    def report(self):
        """Return the message: name, problem, last log lines, log path, advice."""
        lines = [f"FAILED: {self.name}", f"  what:  {self.problem}"]
        if self.log and self.log.exists():
            text = self.excerpt or self.log.read_text(errors="replace").rstrip()
            lines += [f"  |  {line}" for line in text.splitlines()[-TAIL_LINES:]]
            lines.append(f"  log:   {self.log}")
        lines.append(f"  try:   {self.advice}")
        return "\n".join(lines)


def say(text):
    """Print a line of progress."""
    print(f":: {text}", flush=True)


class Step:
    """A step of the set-up; its commands write to one log."""

    def __init__(self, name, advice):
        self.name, self.advice = name, advice
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        self.log = cached("logs", f"{slug}-{os.getpid()}.log")
        self.log.write_text("")
        say(name)

    def run(self, command, **options):
        """Run a command with its output in the log; raise StepFailed if it fails."""
        command = [str(part) for part in command]
        timeout = options.pop("timeout", STEP_SECONDS)
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            try:
                code = run_child(
                    command,
                    timeout,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    **options,
                )
            except FileNotFoundError as error:
                raise self.failed(f"{command[0]} is not installed") from error
            except subprocess.TimeoutExpired as error:
                raise self.failed(f"{command[0]} took over {timeout} s") from error
        if code:
            raise self.failed(f"{command[0]} ended with exit code {code}")

    def failed(self, problem):
        """Return the exception to raise when this step fails."""
        return StepFailed(self.name, problem, self.advice, self.log)


def run_child(command, timeout=None, **options):
    """Run a command that ends with this process; return its exit code."""
    with subprocess.Popen(command, preexec_fn=_die_with_parent, **options) as child:
        try:
            return child.wait(timeout)
        except BaseException:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
            raise


def _die_with_parent():
    """Let Linux end this child when its parent ends, even by `kill -9`."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def workplace(kind):
    """Yield a new folder in the cache for unfinished work; remove it at the end.

    Callers hold a lock: files of an interrupted command are removed first.
    """
    place = cached(f"tmp-{kind}")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def lock(name):
    """Hold a file lock, so that two commands never make the same thing at once."""
    with cached("locks", name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another command that is busy with: {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def exit_on_termination():
    """Turn `kill` into an exception, so that children stop and locks are released."""

    def stop(signum, _frame):
        sys.exit(128 + signum)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
