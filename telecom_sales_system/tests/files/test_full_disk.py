import os
from base64 import b64encode
from uuid import uuid4

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..assessment.unit_report.reports import UnitReportCommon
from ..circulars.circular.circulars import CircularsCommon
from ..tools.workbooks import saved
from .disk import full_disk

STORE = "odoo.addons.telecom_sales_system.models.common.files.file_store"
FULL = "The disk of the server is full"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestFullDisk(CircularsCommon):
    """A disk that takes no more is told in a sentence, and nothing is half done.

    Contents are new each time: Odoo writes no file that is there already.
    """

    def _attach(self, content, **vals):
        files = self.env["ir.attachment"].with_user(self.service)
        return files.create({"name": "list.txt", "raw": content, **vals})

    @mute_logger(STORE)
    def test_a_file(self):
        """What was written of it goes; else Odoo would refuse the file for ever."""
        content = uuid4().bytes * 8000
        for most in (0, 1000):
            with self._refused(UserError, FULL), full_disk(most):
                self._attach(content)
        checksum = self.env["ir.attachment"]._compute_checksum(content)
        stored = self.env["ir.attachment"]._get_path(content, checksum)[1]
        self.assertFalse(os.path.exists(stored))
        file = self._attach(content)
        self.assertEqual(file.raw, content)

    @mute_logger(STORE)
    def test_new_content(self):
        file = self._attach(b"before the disk was full")
        with self._refused(UserError, FULL), full_disk():
            file.raw = uuid4().bytes
        self.assertEqual(file.raw, b"before the disk was full")

    @mute_logger(STORE)
    def test_a_store_that_cannot_be_written(self):
        """A file where the folder should be."""
        content = uuid4().bytes
        checksum = self.env["ir.attachment"]._compute_checksum(content)
        blocked = self.env["ir.attachment"]._full_path(f"{checksum[:2]}")
        away = f"{blocked}-away"
        if os.path.isdir(blocked):
            os.rename(blocked, away)
        with open(blocked, "wb"):
            pass
        try:
            with self._refused(UserError, r"cannot write the file.*\(.+\)"):
                self._attach(content)
        finally:
            os.unlink(blocked)
            if os.path.isdir(away):
                os.rename(away, blocked)
        self.assertEqual(self._attach(content).raw, content)

    @mute_logger(STORE)
    def test_paper(self):
        """The program that prints needs files, too."""
        reports = self.env["ir.actions.report"]
        with self._refused(UserError, FULL), full_disk():
            reports._run_wkhtmltopdf(["<p>Circular</p>"])
        self.assertTrue(reports._run_wkhtmltopdf(["<p>Circular</p>"]))

    @mute_logger(STORE)
    def test_issue(self):
        """Neither number nor seal is spent; afterwards it is number 1."""
        circular = self._draft(title=str(uuid4()))
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        with self._refused(UserError, FULL), full_disk():
            circular.action_issue()
        self.assertEqual((circular.state, circular.name), ("signed", False))
        circular.action_issue()
        self.assertEqual(circular.name, "张电营销〔2026〕1号")
        self.assertFalse(circular._get_faults())


@tagged("post_install", "-at_install")
class TestFullDiskWorkbooks(UnitReportCommon):
    """Workbooks are made of files, too: those sent and those that are built."""

    @mute_logger(STORE)
    def test_send(self):
        book = self._book(self.report)
        book.properties.title = str(uuid4())
        content = saved(book)
        mine = self.report.with_user(self.county_manager)
        with self._refused(UserError, FULL), full_disk(100):
            mine.submit_file(b64encode(content).decode(), "report.xlsx")
        self.assertEqual(
            (self.report.state, len(self.report.version_ids)), ("draft", 0)
        )
        self._send(self.report, content)
        self.assertEqual(self.report.state, "submitted")

    @mute_logger(STORE)
    def test_build(self):
        """All that the registry knows as workbooks."""
        self.january.action_compute()
        self._send(self.report, self._filled(self.report))
        arguments = {
            "telecom.unit.report.workbook": [self.report],
            "telecom.performance.workbook": [self.january],
            "telecom.assessment.workbook": [
                self.env["telecom.assessment"].search(
                    [("period_id", "in", self.january.ids)]
                )
            ],
            "telecom.client.file": [],
            "telecom.client.workbook": [],
        }
        books = self.env.registry.descendants(["telecom.workbook"], "_inherit")
        self.assertEqual(arguments.keys(), books - {"telecom.workbook"})
        for name, found in arguments.items():
            with self.subTest(name=name):
                with self._refused(UserError, FULL), full_disk():
                    self.env[name]._build_workbook(*found)
                self.assertTrue(self.env[name]._build_workbook(*found))
