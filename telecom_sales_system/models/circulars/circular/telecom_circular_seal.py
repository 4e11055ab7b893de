import io
import json
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....tools.paper.letter import fill_placeholders
from ....tools.seal import annex_names, canonical_json, digest, find_differences
from ...common.files.file_store import MissingFile

SCHEMA = 1
# Origins of figures that have a place of their own in the content
PLACED_ORIGINS = frozenset(
    {"kind", "unit_id", "period_id", "training_id", "award_list_id", "contest_id"}
)
# Names of people and units may change after the issue.
FIXED = (
    "number",
    "kind",
    "date",
    "heading",
    "title",
    "body",
    "closing",
    "copy_to",
    "tables",
    "chart",
    "notes",
    "values",
    "annexes",
)


class TelecomCircular(models.Model):
    """Number, content, seal and PDF that a circular gets when it is issued."""

    _inherit = "telecom.circular"

    issued_on = fields.Date(readonly=True, copy=False, index=True)
    snapshot = fields.Text(
        readonly=True, copy=False, help="The whole content as canonical JSON."
    )
    seal = fields.Char(
        readonly=True, copy=False, help="SHA-256 of the content, printed on the paper."
    )
    pdf_attachment_id = fields.Many2one(
        "ir.attachment", string="PDF", readonly=True, copy=False
    )
    pdf_sha256 = fields.Char(string="Digest of the PDF", readonly=True, copy=False)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_pdf(self):
        """Show the PDF that was issued."""
        self.ensure_one()
        self._check_state("issued", "superseded")
        url = f"/telecom/circular/{self.id}/pdf"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    @api.readonly
    def action_export(self):
        """Download the PDF and the sealed content as one file."""
        self.ensure_one()
        self._check_state("issued", "superseded")
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/circular/{self.id}/export",
            "target": "download",
        }

    def action_verify(self):
        """Show whether the circular has changed since its issue, and where."""
        self.ensure_one()
        self._check_state("issued", "superseded")
        faults = self._get_faults()
        wizard = self.env["telecom.circular.check"].create(
            {
                "circular_id": self.id,
                "is_genuine": not faults,
                "faults": "\n".join(faults),
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_check_action"
        )
        return action | {"res_id": wizard.id}

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _seal_and_print(self):
        """Number, seal and print a signed circular, which is final from then on."""
        day = self.company_id._telecom_today()
        previous_seal = self._take_number(day)
        self._set_guarded_fields({"issued_by_id": self.env.uid, "issued_on": day})
        content = self._get_content() | {"previous_seal": previous_seal}
        text = canonical_json(content)
        self._set_guarded_fields({"snapshot": text, "seal": digest(text)})
        pdf = self._render_pdf()
        # sudo: the file belongs to the circular, which users can no longer change
        attachment = self.env["ir.attachment"].sudo()
        attachment = attachment.create(
            {
                "name": f"{self.display_name}.pdf",
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._set_guarded_fields(
            {
                "pdf_attachment_id": attachment.id,
                "pdf_sha256": digest(pdf),
                "issued_at": fields.Datetime.now(),
                "state": "issued",
            }
        )

    def _take_number(self, day):
        """Assign the next number of unit and year; return the seal before it.

        A lock is held until this transaction ends, so that numbers are assigned one
        at a time. A second cursor reads the numbers that others have committed since
        this transaction began. A failed transaction leaves no gap.
        """
        unit, year = self.unit_id, day.year
        self.env.flush_all()
        lock = f"{self._name}/{unit.id}/{year}"
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", lock)
        )
        last = SQL(
            """
            SELECT number_sequence, seal FROM telecom_circular
             WHERE unit_id = %s AND number_year = %s AND number_sequence > 0
          ORDER BY number_sequence DESC LIMIT 1
            """,
            unit.id,
            year,
        )
        self.env.cr.execute(last)
        found = self.env.cr.fetchall()
        with self.env.registry.cursor() as fresh:
            # While the addon is being installed, others do not see its tables yet.
            fresh.execute("SELECT to_regclass('telecom_circular')")
            if fresh.fetchone()[0]:
                fresh.execute(last)
                found += fresh.fetchall()
        sequence, seal = max(found, default=(0, None))
        parts = {
            "prefix": unit.circular_prefix,
            "year": str(year),
            "number": str(sequence + 1),
        }
        self._set_guarded_fields(
            {
                "number_year": year,
                "number_sequence": sequence + 1,
                "name": fill_placeholders(
                    self.company_id.telecom_circular_pattern, parts
                ),
            }
        )
        return seal

    def _get_content(self):
        """Return the content to print and seal; of a draft, as far as it is known."""
        self.ensure_one()
        figures = self.figures or {}
        names = ("author_id", "reviewed_by_id", "signed_by_id", "issued_by_id")
        # sudo: who reads the circular reads the names on it
        people = {name: self.sudo()[name].name or None for name in names}
        return {
            "schema": SCHEMA,
            "number": self.name or None,
            "kind": self.kind,
            "issuer": self.unit_id.name,
            "issuer_code": self.unit_id.code,
            "company": self.company_id.name,
            "date": fields.Date.to_string(self.issued_on) or None,
            "month": self.period_id.name or None,
            "course": self.training_id.sudo().name or None,
            "awards": self.award_list_id.display_name or None,
            "contest": self.contest_id.name or None,
            "supersedes": self.supersedes_id.name or None,
            "addressees": self._get_addressees(),
            "annexes": self._get_annexes(),
            **people,
            **self._get_filled_texts(),
            **{
                name: figures.get(name) or []
                for name in ("tables", "chart", "notes", "values")
            },
            **self._get_more_origins(),
        }

    def _get_more_origins(self):
        """Return the origins of a kind of another addon, as a part of the content.

        :return: ``{"origins": {field: value}}``, nothing if the kind has none; records
            as ``[{"id", "name"}]``, other values as texts
        """
        names = sorted(self._get_origins().keys() - PLACED_ORIGINS)
        return {"origins": self._read_origins(names)} if names else {}

    def _read_origins(self, names):
        # sudo: who reads the circular reads what its figures were taken from
        found = {}
        for name in names:
            value = self.sudo()[name]
            if isinstance(value, models.BaseModel):
                found[name] = [{"id": o.id, "name": o.display_name} for o in value]
            else:
                found[name] = None if value is False else str(value)
        return found

    def _get_addressees(self):
        """Return the names of the addressed units.

        The issuing unit as addressee means all units, if there are units below it.
        """
        words = self.with_context(lang=self._get_language()).env
        # sudo: who reads the circular reads whom it is addressed to
        return [
            words._("All units")
            if unit == self.unit_id and unit.child_ids
            else unit.name
            for unit in self.sudo().audience_unit_ids
        ]

    def _get_annexes(self):
        """Return name and digest of the annexes; None as digest of a missing one."""
        # sudo: files are read with their circular
        files = self.sudo().evidence_ids.sorted("id")
        annexes = []
        for file in files:
            try:
                found = digest(file._get_content())
            except MissingFile:
                found = None
            annexes.append({"name": file.name, "sha256": found})
        return annexes

    def _check_annexes_stored(self):
        """Check that the annexes can be read, so that they can be sealed.

        :raises UserError: one is missing in the file store
        """
        # sudo: files are read with their circular
        for file in self.sudo().evidence_ids:
            file._get_content()

    def _get_pdf_content(self):
        """Return the bytes of the PDF that was issued.

        :raises UserError: it is missing
        """
        self.ensure_one()
        # sudo: files are read with their circular
        file = self.sudo().pdf_attachment_id
        if not file.exists():
            raise UserError(
                self.env._(
                    "%s: its PDF is missing. Ask the administrator to restore it from"
                    " a backup.",
                    self.display_name,
                )
            )
        return file._get_content()

    def _get_signature_digest(self):
        """Return the digest of what is signed: all but names, number and dates."""
        shown = ("kind", "issuer", "heading", "title", "body", "closing", "tables")
        shown += ("chart", "notes", "supersedes", "annexes", "addressees", "copy_to")
        content = self._get_content()
        return digest(canonical_json({name: content[name] for name in shown}))

    def _render_pdf(self):
        report = "telecom_sales_system.action_report_circular"
        # sudo: the paper is the same for everybody
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(report, self.ids)[0]

    def _export_json(self):
        """Return content, seal and PDF digest as JSON, for ``tools/seal.py``."""
        self.ensure_one()
        export = {
            "content": json.loads(self.snapshot),
            "seal": self.seal,
            "pdf_sha256": self.pdf_sha256,
        }
        return json.dumps(export, ensure_ascii=False, indent=1, sort_keys=True)

    def _export_zip(self):
        """Return PDF, sealed content and annexes as one file, for ``tools/seal.py``."""
        # sudo: files are read with their circular
        files = self.sudo()
        annexes = files.evidence_ids.sorted("id")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("circular.pdf", files._get_pdf_content())
            archive.writestr("circular.json", files._export_json())
            for name, annex in zip(
                annex_names(self._get_annexes()), annexes, strict=True
            ):
                archive.writestr(name, annex._get_content())
        return buffer.getvalue()

    def _get_faults(self):
        """Recompute seal and digests; return what differs, each as a sentence."""
        self.ensure_one()
        # sudo: compares files and other circulars that the user may not see
        return list(self.sudo()._find_faults())

    def _find_faults(self):
        try:
            sealed = json.loads(self.snapshot)
            computed = digest(canonical_json(sealed))
        except (TypeError, ValueError):
            yield self.env._("The stored figures cannot be read.")
            return
        if computed != self.seal:
            yield self.env._(
                "The stored figures were changed: the seal is %(seal)s, they give"
                " %(computed)s.",
                seal=self.seal,
                computed=computed,
            )
        yield from self._find_pdf_faults()
        yield from self._find_content_faults(sealed)
        yield from self._find_chain_faults(sealed)

    def _find_pdf_faults(self):
        pdf = self.pdf_attachment_id.raw
        if not pdf:
            yield self.env._("The PDF is missing.")
        elif digest(pdf) != self.pdf_sha256:
            yield self.env._(
                "The PDF was changed: its digest was %(before)s, it is %(now)s.",
                before=self.pdf_sha256,
                now=digest(pdf),
            )

    def _find_content_faults(self, sealed):
        content = self._get_content()
        found = {name: content[name] for name in FIXED}
        kept = {name: sealed.get(name) for name in FIXED}
        kept["origins"], found["origins"] = self._get_compared_origins(sealed)
        for place, before, now in find_differences(kept, found):
            yield self.env._(
                "%(place)s: sealed “%(before)s”, now “%(now)s”.",
                place=place,
                before="—" if before is None else before,
                now="—" if now is None else now,
            )

    def _get_compared_origins(self, sealed):
        """Return origins as sealed and as they are: without names, which may change.

        Fields of an addon that is no longer there are left out.
        """
        kept = {
            name: value
            for name, value in sealed.get("origins", {}).items()
            if name in self._fields
        }
        return [
            {
                name: [each["id"] for each in value]
                if isinstance(value, list)
                else value
                for name, value in origins.items()
            }
            for origins in (kept, self._read_origins(kept))
        ]

    def _find_chain_faults(self, sealed):
        """Check that the previous number exists and has the seal named in this one."""
        if self.number_sequence == 1:
            return
        before = self.search(
            [
                ("unit_id", "=", self.unit_id.id),
                ("number_year", "=", self.number_year),
                ("number_sequence", "=", self.number_sequence - 1),
            ]
        )
        if not before:
            yield self.env._("The circular before this number is missing.")
        elif before.seal != sealed.get("previous_seal"):
            yield self.env._(
                "The seal of %s, which comes before it, was changed.", before.name
            )
