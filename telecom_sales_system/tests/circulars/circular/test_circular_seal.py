import io
import json
import zipfile

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ....models.common.kept_rows import drop_kept_row_triggers
from ....tools import seal
from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularSeal(CircularsCommon, HttpCase):
    """Snapshot, seal and PDF of an issued circular, and what a check finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        annex = cls.env["ir.attachment"].with_user(cls.service)
        cls.annex = annex.create({"name": "list.txt", "raw": b"Anna"})
        cls.first = cls._issued()
        cls.circular = cls._issued(evidence_ids=[Command.set(cls.annex.ids)])
        cls.env.flush_all()

    def _forge(self, query, *values):
        """Change a row as somebody does who has the database itself."""
        drop_kept_row_triggers(self.env)
        self.env.cr.execute(SQL(query, *values, self.circular.id))
        self.env.invalidate_all()

    def test_content(self):
        content = json.loads(self.circular.snapshot)
        self.assertEqual(
            {name: content[name] for name in ("number", "date", "issuer", "title")},
            {
                "number": "张电营销〔2026〕2号",
                "date": "2026-03-15",
                "issuer": "City",
                "title": "Spring Campaign",
            },
        )
        self.assertEqual(
            content["body"],
            ["Visit every key client in April.", "Report on Fridays."],
        )
        self.assertEqual(content["signed_by_id"], self.leader.name)
        self.assertEqual(content["previous_seal"], self.first.seal)
        # SHA-256 of "Anna", from sha256sum
        self.assertEqual(
            content["annexes"],
            [
                {
                    "name": "list.txt",
                    "sha256": "bf4fccd616251b678c56b9cb7a46819b"
                    "1266853c180637642f5bc7d6b01f5554",
                }
            ],
        )

    def test_seal_is_that_of_the_snapshot(self):
        self.assertEqual(seal.digest(self.circular.snapshot), self.circular.seal)
        pdf = self.circular.pdf_attachment_id
        self.assertEqual(seal.digest(pdf.raw), self.circular.pdf_sha256)
        self.assertEqual(pdf.name, "张电营销〔2026〕2号 Spring Campaign.pdf")
        self.assertEqual(pdf.res_id, self.circular.id)

    def test_genuine(self):
        self.assertEqual(self.circular._get_faults(), [])
        action = self.circular.with_user(self.auditor).action_verify()
        wizard = self.env["telecom.circular.check"].browse(action["res_id"])
        self.assertTrue(wizard.is_genuine)

    def test_names_may_change_later(self):
        self.city.name = "City Bureau"
        self.leader.name = "Somebody Else"
        self.assertEqual(self.circular._get_faults(), [])

    def test_changed_words(self):
        self._forge("UPDATE telecom_circular SET title = %s WHERE id = %s", "Forged")
        self.assertEqual(
            self.circular._get_faults(),
            ["title: sealed “Spring Campaign”, now “Forged”."],
        )

    def test_changed_snapshot(self):
        text = self.circular.snapshot.replace("Fridays", "Mondays")
        self._forge("UPDATE telecom_circular SET snapshot = %s WHERE id = %s", text)
        faults = self.circular._get_faults()
        self.assertEqual(len(faults), 2)
        self.assertIn("The stored figures were changed", faults[0])
        self.assertIn(
            "body[1]: sealed “Report on Mondays.”, now “Report on Fridays.”", faults[1]
        )

    def test_snapshot_destroyed(self):
        self._forge("UPDATE telecom_circular SET snapshot = %s WHERE id = %s", "{")
        self.assertIn("cannot be read", self.circular._get_faults()[0])
        self.assertTrue(self.circular.display_name, "the screen still opens")

    def test_changed_pdf(self):
        self._forge(
            "UPDATE ir_attachment SET db_datas = 'x', store_fname = NULL"
            " WHERE id = (SELECT pdf_attachment_id FROM telecom_circular WHERE id = %s)"
        )
        [fault] = self.circular._get_faults()
        self.assertIn("The PDF was changed: its digest was", fault)

    def test_pdf_gone(self):
        self._forge(
            "DELETE FROM ir_attachment"
            " WHERE id = (SELECT pdf_attachment_id FROM telecom_circular WHERE id = %s)"
        )
        self.assertEqual(self.circular._get_faults(), ["The PDF is missing."])
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        with self.assertRaisesRegex(UserError, "its PDF is missing"):
            reports._render_qweb_pdf(
                "telecom_sales_system.report_circular", self.circular.ids
            )

    def _add_origins(self):
        """Let the kind have origins as another addon's has: a record and texts.

        :return: the function that takes them away again
        """
        source = self.registry["telecom.circular.source"]
        get_settings = source._get_kind_settings
        names = ("company_id", "copy_to", "closing")
        origins = {"origins": dict.fromkeys(names, False)}
        source._get_kind_settings = lambda self: get_settings(self) | {"other": origins}

        def remove_origins():
            source._get_kind_settings = get_settings

        self.addCleanup(remove_origins)
        return remove_origins

    def test_origins_of_other_kinds_are_sealed(self):
        """A kind that is here has none; a new one has its record with id and name."""
        company = self.env.company
        self.assertNotIn("origins", json.loads(self.circular.snapshot))
        self._add_origins()
        new = self._issued(copy_to="Archive")
        self.assertEqual(
            json.loads(new.snapshot)["origins"],
            {
                "company_id": [{"id": company.id, "name": company.name}],
                "copy_to": "Archive",
                "closing": None,
            },
        )
        self.assertEqual(new._get_faults(), [])
        company.name = "Renamed"
        self.assertEqual(new._get_faults(), [])

    def test_changed_origin(self):
        """The record that the figures came from is another one than was sealed."""
        self._add_origins()
        self.circular = self._issued()
        home, other = self.env.company, self.env["res.company"].create({"name": "B"})
        self._forge(
            "UPDATE telecom_circular SET company_id = %s WHERE id = %s", other.id
        )
        self.assertIn(
            f"origins.company_id[0]: sealed “{home.id}”, now “{other.id}”.",
            self.circular._get_faults(),
        )

    def test_circulars_of_before_and_after_an_addon(self):
        """Sealed without origins, or with those of an addon that has gone."""
        remove_origins = self._add_origins()
        self.assertEqual(self.circular._get_faults(), [])
        new = self._issued()
        remove_origins()
        self.assertEqual(new._get_faults(), [])
        self.assertEqual(
            new._get_compared_origins({"origins": {"gone_id": [{"id": 1}]}}), [{}, {}]
        )

    def test_chain(self):
        """Number 1 sealed anew by a forger: number 2 tells."""
        drop_kept_row_triggers(self.env)
        self.env.cr.execute(
            "UPDATE telecom_circular SET seal = 'f' WHERE id = %s", self.first.ids
        )
        self.env.invalidate_all()
        [fault] = self.circular._get_faults()
        self.assertIn("The seal of 张电营销〔2026〕1号, which comes before", fault)
        self.assertTrue(self.first._get_faults())

    def test_only_issued_ones_are_verified(self):
        draft = self._draft()
        for method in ("action_verify", "action_export", "action_open_pdf"):
            with self._refused(UserError, "this step needs"):
                getattr(draft, method)()

    def test_export_is_checked_without_odoo(self):
        self.authenticate("auditor", "auditorx")
        url = self.circular.action_export()["url"]
        with zipfile.ZipFile(io.BytesIO(self.url_open(url).content)) as archive:
            self.assertEqual(
                archive.namelist(),
                ["circular.pdf", "circular.json", "annexes/1 list.txt"],
            )
            export = json.loads(archive.read("circular.json"))
            pdf = archive.read("circular.pdf")
        self.assertEqual(seal.check_export(export, pdf), [])
        self.assertTrue(seal.check_export(export, pdf + b" "))

    def test_annexes_are_exported_as_they_are_sealed(self):
        """Two of them, in the order of the paper, and both checked."""
        files = self.env["ir.attachment"].with_user(self.service)
        files = files.create(
            [{"name": "b.txt", "raw": b"Bert"}, {"name": "a.txt", "raw": b"Anna"}]
        )
        circular = self._issued(evidence_ids=[Command.set(files.ids)])
        with zipfile.ZipFile(io.BytesIO(circular._export_zip())) as archive:
            packed = {name: archive.read(name) for name in archive.namelist()}
        export = json.loads(packed.pop("circular.json"))
        pdf = packed.pop("circular.pdf")
        self.assertEqual(
            packed, {"annexes/1 b.txt": b"Bert", "annexes/2 a.txt": b"Anna"}
        )
        self.assertEqual(seal.check_export(export, pdf, packed), [])
        packed["annexes/2 a.txt"] = b"Cara"
        [fault] = seal.check_export(export, pdf, packed)
        self.assertIn("the annex annexes/2 a.txt was changed", fault)

    def test_export_is_for_readers(self):
        stranger = self._create_user("stranger", "salesperson")
        self.authenticate("stranger", "stranger")
        with mute_logger("odoo.http"):
            response = self.url_open(self.circular.action_export()["url"])
        self.assertNotEqual(response.status_code, 200)
        with self.assertRaises(AccessError):
            self.circular.with_user(stranger).action_verify()

    def test_address_of_the_pdf_notes_nothing(self):
        """The page of the circular notes that it was read; a picture could not."""
        self.authenticate("anna", "annaxxxx")
        url = self.circular.action_open_pdf()["url"]
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._receipts(self.circular)["anna"].state, "unread")

    def test_correction_supersedes(self):
        action = self.circular.action_correct()
        draft = self.env["telecom.circular"].browse(action["res_id"])
        self.assertEqual(self.circular.action_correct()["res_id"], draft.id)
        draft = draft.with_user(self.service)
        self.assertEqual(draft.body, self.circular.body)
        self.assertEqual(self.circular.state, "issued", "until its successor is issued")
        draft.body = "Visit every key client in May."
        self._issue(draft)
        self.assertEqual(draft.name, "张电营销〔2026〕3号")
        self.assertEqual(self.circular.state, "superseded")
        content = json.loads(draft.snapshot)
        self.assertEqual(content["supersedes"], "张电营销〔2026〕2号")
        self.assertEqual(self.circular._get_faults() + draft._get_faults(), [])
        with self._refused(UserError, "is “Superseded”"):
            self.circular.action_correct()

    def test_only_the_own_and_what_stands_is_superseded(self):
        """Nor may a county, by any door, take the city's circular out of force."""
        other = self._draft(user=self.county_manager, unit=self.county)
        superseded = self._issue(
            self.env["telecom.circular"].browse(
                self.circular.action_correct()["res_id"]
            )
        )
        self.assertEqual(self.circular.state, "superseded")
        for draft, old in (
            (other, superseded),
            (self._draft(), self.circular),
            (self._draft(), self._draft()),
        ):
            with self._refused(ValidationError, "only its own circulars"):
                draft.sudo().supersedes_id = old
        with self._refused(ValidationError, "only its own circulars"):
            self._draft(
                user=self.county_manager,
                unit=self.county,
                supersedes_id=superseded.id,
            )
