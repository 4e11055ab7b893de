"""Run prettier with its XML plugin, installed by npm into the cache."""

import shutil

from dev.checks.house import repository_files
from dev.setup.paths import REPO, cached, short_hash
from dev.setup.steps import Step, lock, run_child, say, workplace

PACKAGE = REPO / "dev" / "package.json"
CONFIG = REPO / "dev" / "prettier.json"
SUFFIXES = {".xml", ".js", ".css", ".scss"}
FOREIGN_FOLDER = "lib"  # static/lib holds libraries of others


def files(below=(".",)):
    """Return the files that prettier formats below paths, relative to the checkout."""
    found = []
    for path in repository_files():
        name = path.relative_to(REPO)
        parents = {str(name), *map(str, name.parents)}
        is_ours = path.suffix in SUFFIXES and FOREIGN_FOLDER not in name.parts
        if is_ours and parents.intersection(below):
            found.append(str(name))
    return found


def run(mode, below=(".",)):
    """Run prettier with --check or --write; return its exit code."""
    names = files(below)
    if not names:
        return 0
    if not shutil.which("npm"):
        say("prettier: skipped, since npm is not at hand")
        return 0
    modules = ensure() / "node_modules"
    plugin = modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    options = [mode, "--log-level=warn", f"--config={CONFIG}", f"--plugin={plugin}"]
    command = [str(modules / ".bin" / "prettier"), *options, "--", *names]
    return run_child(command, cwd=REPO)


def ensure():
    """Return the folder with prettier's node_modules; install them if missing."""
    folder = cached(f"npm-{short_hash(PACKAGE.read_text())}")
    with lock("npm"):
        if not folder.is_dir():
            step = Step("installing prettier into the cache", "npm ping")
            with workplace("npm") as work:
                shutil.copy(PACKAGE, work)
                options = ["--no-audit", "--no-fund", "--ignore-scripts"]
                step.run(["npm", "install", *options], cwd=work)
                work.rename(folder)
    return folder
