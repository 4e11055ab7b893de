import json

from odoo import models

from ...tools.seal import canonical_json, digest, find_differences

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


class TelecomCircularVerification(models.AbstractModel):
    """Check of an issued circular against its seal, its PDF and its predecessor."""

    _name = "telecom.circular.verification"
    _description = "Verification of a Circular"

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
        for place, before, now in find_differences(kept, found):
            yield self.env._(
                "%(place)s: sealed “%(before)s”, now “%(now)s”.",
                place=place,
                before="—" if before is None else before,
                now="—" if now is None else now,
            )

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
