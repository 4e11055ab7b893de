import re
from xml.etree import ElementTree

from odoo.tests import BaseCase, tagged

from ..common import ADDON, NAME, python_files

REFERENCE = re.compile(rf'env\.ref\(\s*"{NAME}\.(\w+)"\s*\)')


@tagged("post_install", "-at_install")
class TestSamples(BaseCase):
    """Samples are the bureau's: an upgrade neither resets them nor brings them back.

    Settings of Odoo's own models (jobs, kinds of activities, mails) are no samples.
    """

    def _get_samples(self):
        for path in sorted((ADDON / "data").rglob("*.xml")):
            root = ElementTree.parse(path).getroot()
            for record in root.iter("record"):
                if record.get("model").startswith("telecom."):
                    yield record.get("id"), root.get("noupdate"), record

    def test_every_sample(self):
        samples = list(self._get_samples())
        self.assertIn("revenue_line_rate_letter", [name for name, _, _ in samples])
        self.assertEqual(
            [
                name
                for name, noupdate, record in samples
                if noupdate != "1" or record.get("forcecreate") != "0"
            ],
            [],
        )

    def test_no_method_needs_a_sample(self):
        """What a bureau may delete is looked up so that it may be missing."""
        samples = {name for name, _, _ in self._get_samples()}
        needed = {
            name
            for path in python_files()
            for name in REFERENCE.findall(path.read_text())
        }
        self.assertEqual(
            needed & samples,
            {f"metric_{code}" for code in ("points", "full_time")}
            | {f"metric_{code}" for code in ("log_completion", "small_firms")},
            "guard it as TelecomMetric does, or give raise_if_not_found=False",
        )
