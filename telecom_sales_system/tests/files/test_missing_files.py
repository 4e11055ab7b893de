import re
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..assessment.unit_report.reports import UnitReportCommon
from ..circulars.circular.circulars import CircularsCommon
from .disk import lost_file

ADDON = Path(__file__).parents[2]
MISSING = "is missing in the file store"


class Downloads(HttpCase):
    """Downloads of files that may be gone."""

    def _expect_sentence(self, user, url, name, status=404):
        """Expect a sentence that names the file, neither an error nor an empty file."""
        self.authenticate(user.login, user.login.ljust(8, "x"))
        with mute_logger("odoo.http"):
            response = self.url_open(url)
        self.assertEqual(response.status_code, status)
        self.assertIn(MISSING, response.text)
        self.assertIn(name, response.text)
        self.assertNotIn("Traceback", response.text)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestMissingFiles(CircularsCommon, Downloads):
    """Papers and annexes whose bytes the server has lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        annex = cls.env["ir.attachment"].with_user(cls.service)
        cls.annex = annex.create({"name": "list.txt", "raw": b"Anna, of the files"})
        cls.circular = cls._issued(evidence_ids=[Command.set(cls.annex.ids)])
        cls.pdf = cls.circular.sudo().pdf_attachment_id
        cls.env.flush_all()

    def _urls(self, file):
        yield f"/web/content/{file.id}"
        yield f"/web/content/{file.id}?download=true"

    def test_pdf(self):
        pdf, export = (
            self.circular.action_open_pdf()["url"],
            self.circular.action_export()["url"],
        )
        for left in (None, 0, 10):
            with lost_file(self.pdf, left):
                for url in (pdf, export, *self._urls(self.pdf)):
                    self._expect_sentence(self.service, url, self.pdf.name)
                reports = self.env["ir.actions.report"].with_context(
                    force_report_rendering=True
                )
                with self._refused(UserError, MISSING):
                    reports._render_qweb_pdf(
                        "telecom_sales_system.report_circular", self.circular.ids
                    )
        self.assertFalse(self.circular._get_faults())

    def test_nobody_has_read_a_paper_that_is_gone(self):
        with lost_file(self.pdf):
            url = self.circular.action_open_pdf()["url"]
            self._expect_sentence(self.anna.user_id, url, self.pdf.name)
        self.assertEqual(self._receipts(self.circular)["anna"].state, "unread")

    def test_no_letter_goes_out_without_its_paper(self):
        with lost_file(self.pdf), self._refused(UserError, MISSING):
            self.circular.audience_user_ids = self.auditor

    def test_annex(self):
        with lost_file(self.annex):
            export = self.circular.action_export()["url"]
            for url in (export, *self._urls(self.annex)):
                self._expect_sentence(self.service, url, "list.txt")
            [fault] = self.circular._get_faults()
            self.assertIn("annexes[0].sha256", fault)

    def test_nothing_is_sealed_that_is_gone(self):
        """At each step: an empty annex would be sealed in its place."""
        files = self.env["ir.attachment"].with_user(self.service)
        annex = files.create({"name": "new.txt", "raw": b"Bert, of the files"})
        draft = self._draft(evidence_ids=[Command.set(annex.ids)])
        with lost_file(annex), self._refused(UserError, MISSING):
            draft.action_review()
        draft.action_review()
        with lost_file(annex), self._refused(UserError, MISSING):
            draft.with_user(self.leader).action_sign()
        draft.with_user(self.leader).action_sign()
        with lost_file(annex), self._refused(UserError, MISSING):
            draft.action_issue()
        self.assertFalse(draft.name)

    def test_the_same_bytes_bring_it_back(self):
        """But no others, though nothing is there to compare them with."""
        content = self.pdf.raw
        with lost_file(self.pdf):
            for other in (b"forged", b""):
                with self._refused(UserError, "belongs to an issued circular"):
                    self.pdf.raw = other
            self.pdf.raw = content
            self.assertEqual(self.pdf._get_content(), content)
        self.assertFalse(self.circular._get_faults())

    def test_an_empty_file_is_no_missing_one(self):
        file = self.env["ir.attachment"].create({"name": "empty.txt", "raw": b""})
        self.assertEqual(file._get_content(), b"")

    def test_files_are_read_in_one_place(self):
        """``raw`` and ``datas`` are empty if a file is missing."""
        found = [
            str(path.relative_to(ADDON))
            for path in sorted(ADDON.rglob("*.py"))
            if "tests" not in path.parts
            and re.search(r"\.(raw|datas)\b", path.read_text())
        ]
        self.assertEqual(
            found,
            [
                # Finds that a PDF was changed
                "models/circulars/circular/telecom_circular_seal.py",
                # Compares the content of evidence with a new one
                "models/common/evidence/ir_attachment.py",
                "models/common/files/ir_attachment.py",
            ],
        )


@tagged("post_install", "-at_install")
class TestMissingWorkbooks(UnitReportCommon, Downloads):
    """Workbooks that are kept, and are gone."""

    def _file(self, record):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", "file"),
            ]
        )

    def test_report_as_sent(self):
        """Named by its version; the one with marks is made anew."""
        self._send(self.report, self._filled(self.report))
        version = self.report.version_id
        with lost_file(self._file(version)):
            url = version.action_download()["url"]
            self._expect_sentence(self.county_manager, url, "Version 1")
            self.authenticate("county_manager", "county_manager")
            response = self.url_open(version.action_download_returned()["url"])
            self.assertEqual(response.status_code, 200)

    def test_kept_workbook_of_a_month(self):
        """An old link says so; whoever asks again gets a new one."""
        books = self.env["telecom.period.workbook"].sudo()
        kept = books.create({"period_id": self.january.id})
        kept._build_workbook()
        mine = books.with_user(self.service)
        self.assertIn("/file/", mine._request_workbook(self.january)["url"])
        file = self._file(kept)
        with lost_file(file):
            self._expect_sentence(self.service, kept._get_download_url(), "2026-01")
            notice = mine._request_workbook(self.january)
            self.assertIn("is being built", notice["params"]["message"])
            kept._build_workbook()
            self.assertIn("/file/", mine._request_workbook(self.january)["url"])
            self.assertTrue(self._file(kept)._get_content())
