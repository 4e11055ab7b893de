import hashlib
import re
from base64 import b64decode, b64encode
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ....tools.assessment.report_check import Limits, compare_figures
from ....tools.decimals import exact
from ....tools.workbook.report_form import TEXTS, list_places, read_form
from ....tools.workbook.workbook_parts import BadWorkbook
from ....tools.workbook.workbook_reader import read_workbook
from ...common.sentences import join_sentences
from .telecom_unit_report_facts import CLIENTS, PEOPLE, SUMMARY
from .telecom_unit_report_form import COVER, COVER_TEXTS, IDENTITY

OWNERS = {SUMMARY: "metric_id", PEOPLE: "salesperson_id", CLIENTS: "partner_id"}
MEGABYTE = 2**20
LONGEST_NAME = 255  # of a file
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class BadFormError(UserError):
    """A form that was filled in with errors; ``form`` is ``(layout, Filled)``."""

    def __init__(self, message, layout, filled):
        super().__init__(message)
        self.form = (layout, filled)


class TelecomUnitReport(models.Model):
    """Upload of filled-in workbooks, and comparison with the measured figures."""

    _inherit = "telecom.unit.report"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_download_template(self):
        """Download the workbook to fill in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/unit-report/{self.id}/template",
            "target": "download",
        }

    def submit_file(self, data, name):
        """Store a filled-in workbook as the current version, and fulfil the duty.

        A file that is sent twice is stored once.

        :param data: the file in base64
        :param name: of the file
        :raises UserError: the report accepts no files any more, or the file has errors;
            the text lists all of them
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_report()
        self._check_takes_files()
        name = UNPRINTABLE.sub(" ", str(name or ""))[:LONGEST_NAME].strip() or "?"
        content = self._decode_file(data, name)
        digest = hashlib.sha256(content).hexdigest()
        if self.version_id.digest != digest or self.state == "returned":
            layout, filled = self._read_file(content, name)
            self._add_version(content, name, digest, layout, filled)
        return True

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_period(self, period):
        """Compare the reports of a month again, except accepted ones."""
        self.search(
            [
                ("company_id", "=", period.company_id.id),
                ("date_from", "=", period.date_from),
                ("state", "in", ("submitted", "checked")),
            ]
        )._compare_figures(period)

    def _compare_figures(self, period=None):
        """Store how the current versions differ from the figures of their month.

        Reports of a month that was not computed are compared when it is.

        :param period: month that has just been measured; others are compared if they
            are computed or closed
        """
        for month, reports in self.grouped("period_id").items():
            if month and (month == period or month.state != "open"):
                reports._compare_with_period(month)
        self._count_errors_on_duties()

    def _compare_with_period(self, period):
        facts = self.env["telecom.unit.report.facts"]
        units = self.unit_id
        people = facts._get_people(units, period.date_from)
        clients = facts._get_clients(units, period.date_from)
        figures = facts._get_figures(period, units, people, clients)
        limits = self._get_limits(period.company_id)
        lines = {}
        for report in self:
            unit = report.unit_id
            names = {
                (PEOPLE, str(row.salesperson_id.id)): row.salesperson_id.name
                for row in people[unit]
            } | {(CLIENTS, str(c.id)): c.display_name for c in clients[unit]}
            lines[report.version_id] = report._find_differences(
                figures[unit], names, limits
            )
        lines_changed = self.version_id._replace_lines(lines)
        for report in self:
            if report.version_id in lines_changed or report.state != "checked":
                version = report.version_id
                report.write(
                    {
                        "difference_count": version.difference_count,
                        "grave_errors": version.grave_errors,
                        "state": "checked",
                    }
                )
        self.checked_on = fields.Datetime.now()

    def _get_limits(self, company):
        return Limits(
            rounding=exact(company.telecom_report_rounding),
            percent=exact(company.telecom_report_tolerance),
            count=Decimal(company.telecom_report_count_tolerance),
        )

    def _find_differences(self, figures, names, limits):
        """Return the values of the lines of a report, in the order of its cells."""
        found, seen = [], set()
        values = self.version_id._get_filled_values()
        for sheet in self.version_id.layout["sheets"]:
            heads = self._get_heads(sheet)
            labels = {row["key"]: row["labels"][0] for row in sheet["rows"]}
            for place in list_places(sheet):
                kind, row, column = place.key
                seen.add((kind, row))
                if place.type in TEXTS:
                    continue
                line = self._compare_cell(place, values[place.key], figures, limits)
                if line:
                    remark = values.get((kind, row, "remark"), "")
                    found.append(
                        line
                        | self._get_owner_values(place.key)
                        | {"sheet": sheet["name"], "cell": place.cell}
                        | {"name": labels[row], "column": heads[column]}
                        | {"remark": remark, "column_key": column}
                    )
            found += self._find_unreported_rows(sheet, heads, figures, names, seen)
        return found

    def _get_heads(self, sheet):
        """Return the heads of the columns to fill in, by their keys."""
        keys = [column["key"] for column in sheet["columns"]]
        return dict(zip(keys, sheet["heads"][-len(keys) :], strict=True))

    def _compare_cell(self, place, text, figures, limits):
        reported, measured = Decimal(text), figures.get(place.key)
        if measured is None:
            return reported and {"kind": "unmeasured", "reported": reported}
        verdict = compare_figures(reported, measured, place.type == "count", limits)
        return verdict and {
            "kind": "differs",
            "reported": reported,
            "measured": measured,
            "difference": verdict[0],
            "is_grave": verdict[1],
        }

    def _find_unreported_rows(self, sheet, heads, figures, names, seen):
        """Find the people and clients added after the template was downloaded."""
        kind = sheet["kind"]
        return [
            {"kind": "unreported", "measured": measured, "difference": -measured}
            | {"sheet": sheet["name"], "name": names[kind, row]}
            | {"column": heads[column], "column_key": column}
            | self._get_owner_values((kind, row, column))
            for (of_kind, row, column), measured in figures.items()
            if of_kind == kind
            and measured
            and (kind, row) in names
            and (kind, row) not in seen
            and column in heads
        ]

    def _get_owner_values(self, key):
        kind, row, column = key
        owner = {OWNERS[kind]: int(row)}
        return owner | ({"metric_id": int(column)} if kind == PEOPLE else {})

    def _count_errors_on_duties(self):
        """Write the number of grave errors on the duties.

        A number that somebody entered on a duty by hand stays.
        """
        for report, duties in self._get_duties().items():
            errors = report.grave_errors
            for duty in duties:
                counted = report.counted_errors
                if duty.grave_errors == counted and errors != counted:
                    duty.write(
                        {
                            "grave_errors": errors,
                            "grave_error_note": report._get_grave_note(),
                        }
                    )
            if duties and report.counted_errors != errors:
                report.counted_errors = errors

    def _get_grave_note(self):
        """Return the list of the grave errors for the note of the duty."""
        grave = self.version_id.line_ids.filtered("is_grave")
        texts = [f"{line.name} {line.column} ({line.cell})" for line in grave]
        return join_sentences(self.env, texts) or False

    def _lock_report(self):
        try:
            # sudo: the right to write was checked
            self.sudo().lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "%s: somebody else sends it or works on it right now. Try again in"
                    " a moment.",
                    self.display_name,
                )
            ) from None

    def _check_takes_files(self):
        name = self.display_name
        self._check_not_final()
        is_closed = self.period_id.state == "closed"
        if is_closed and self.state not in ("draft", "returned"):
            raise UserError(
                self.env._(
                    "%s: the month is closed, the version sent stays as it is. The"
                    " customer service department can send it back.",
                    name,
                )
            )
        if self.company_id._telecom_today() < self.date_to:
            raise UserError(
                self.env._("%s: the month is not over yet. Send it afterwards.", name)
            )

    def _decode_file(self, data, name):
        """Return the bytes of the file; refuse too large ones before decoding."""
        limit = self.company_id.telecom_report_megabytes
        if not isinstance(data or "", str | bytes):
            raise UserError(self._get_bad_file_text("broken", name))
        if len(data or "") * 3 / 4 > limit * MEGABYTE + 3:
            raise UserError(
                self.env._(
                    "%(file)s is larger than %(limit)s MB. A filled-in template is far"
                    " smaller: remove pictures and whatever else was added.",
                    file=name,
                    limit=limit,
                )
            )
        try:
            return b64decode(data or "", validate=True)
        except ValueError:
            raise UserError(self._get_bad_file_text("broken", name)) from None

    def _read_file(self, content, name):
        """Return ``(layout, values)`` of a file.

        :raises UserError: the file has errors; the text lists all of them
        """
        try:
            sheets = read_workbook(content)
        except BadWorkbook as error:
            text = self._get_bad_file_text(error.reason, name, error.place)
            raise UserError(text) from None
        identity, reason = self._read_identity(sheets)
        if reason:
            raise UserError(self._get_bad_file_text(reason, name))
        self._check_identity(identity, name)
        del sheets[IDENTITY]
        filled = read_form(identity["layout"], sheets)
        if filled.problems:
            text = self._get_problems_text(filled.problems, name)
            raise BadFormError(text, identity["layout"], filled)
        return identity["layout"], filled.values

    def _add_version(self, content, name, digest, layout, filled):
        texts = {key: filled.get((COVER, key, "text"), "") for key in COVER_TEXTS}
        # sudo: versions are written here only; the right was checked
        versions = self.env["telecom.unit.report.version"].sudo()
        last = versions.search([("report_id", "=", self.id)], limit=1)
        version = versions.create(
            {
                "report_id": self.id,
                "number": last.number + 1,
                "file": b64encode(content),
                "file_name": name,
                "digest": digest,
                "layout": layout,
                "filled": [[*key, text] for key, text in filled.items()],
                "sent_by_id": self.env.uid,
                "sent_on": fields.Datetime.now(),
                **texts,
            }
        )
        today = self.company_id._telecom_today()
        self._set_guarded_fields(
            {
                "version_id": version.id,
                "state": "submitted",
                "first_sent_on": self.first_sent_on or today,
                "checked_on": False,
                "difference_count": 0,
                "grave_errors": 0,
            }
        )
        # sudo: figures and duties of the unit, whoever sends its report
        self.sudo()._compare_figures()
        self.env["telecom.duty"].sudo()._prove_by_reports(self.sudo())
