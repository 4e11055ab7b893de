"""Try what each role may do with each model, and write it to docs/access.md."""

import os
from argparse import Namespace

from dev.commands import test
from dev.setup.paths import MAIN_ADDON

TEST = f"{MAIN_ADDON}/tests/access/test_access_matrix.py"


def main(_options):
    """Run the test of the matrix, which writes the page instead of comparing it."""
    os.environ["TELECOM_WRITE_ACCESS"] = "1"
    return test.main(Namespace(pytest=[TEST, "-q"]))
