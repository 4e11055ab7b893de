"""Let the tours do what people do most, and write clicks to docs/usability.md."""

import os
from argparse import Namespace

from dev.commands import test
from dev.setup.paths import MAIN_ADDON

TEST = f"{MAIN_ADDON}/tests/tours/test_usability.py"


def main(_options):
    """Run the tours, which write the page instead of comparing it."""
    os.environ["TELECOM_WRITE_USABILITY"] = "1"
    return test.main(Namespace(pytest=[TEST, "-q"]))
