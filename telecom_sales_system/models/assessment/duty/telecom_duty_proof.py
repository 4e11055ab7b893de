from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import end_of, start_of

from ...fieldwork.training.telecom_training import COUNTED_STATES
from .telecom_duty import LOOK_BACK

MEETING = ("calendar.event", "telecom_held_on")
MEETING_PROOF = "meeting_"


class TelecomDuty(models.Model):
    """Records that fulfil duties automatically.

    A proof is a value of ``telecom.duty.type.proof`` (``selection_add``,
    ``ondelete="set default"``), its model in ``_get_proof_sources``, and
    ``_find_proofs_<proof>()``: called on the open duties of one company, it returns
    ``{duty: (record, day)}`` for those that a record proves. ``_match_proofs`` does
    the matching. A duty is done on that day, but not before the record became a proof:
    a record entered afterwards does not make a duty done in time.
    """

    _inherit = "telecom.duty"

    def action_fulfil(self):
        """Refuse files where only a meeting that was held fulfils the duty."""
        for duty in self:
            if duty._get_meeting_kind() and not duty.is_hand_only:
                raise UserError(
                    self.env._(
                        "%s is done by the meeting itself: open it, write the minutes,"
                        " note who was present and press Meeting Held.",
                        duty.display_name,
                    )
                )
        return super().action_fulfil()

    @api.readonly
    def action_open_meeting(self):
        """Open the meeting that fulfils the duty: the planned one, or a new one.

        :raises UserError: no meeting fulfils it
        """
        self.ensure_one()
        if not self._get_meeting_kind():
            raise UserError(
                self.env._(
                    "%s is not done by a meeting: fulfil it with its evidence.",
                    self.display_name,
                )
            )
        first, last = self._get_proof_days()
        meetings = self.env["calendar.event"].search(
            [
                ("telecom_unit_id", "=", self.unit_id.id),
                ("telecom_meeting_kind", "=", self._get_meeting_kind()),
                ("telecom_is_held", "=", False),
                ("start", ">=", first - timedelta(days=1)),
                ("start", "<=", last + timedelta(days=2)),
            ],
            order="start",
        )
        planned = meetings.filtered(
            lambda event: first <= self._get_local_day(event) <= last
        )
        view = self.env.ref("telecom_sales_system.calendar_event_view_form_telecom")
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": planned[:1].id,
            "views": [(view.id, "form")],
            "context": {} if planned else self._prepare_meeting_context(),
        }

    def _prepare_meeting_context(self):
        """Return the defaults of a meeting of the unit that begins now."""
        kind = self._get_meeting_kind()
        events = self.env["calendar.event"]
        kinds = events._fields["telecom_meeting_kind"]._description_selection(self.env)
        now = fields.Datetime.now().replace(second=0)
        # sudo: who is of the unit, whether the user sees their records or not
        unit = self.sudo().unit_id
        people = unit.manager_id | unit.salesperson_ids.user_id | self.env.user
        return {
            "default_name": dict(kinds)[kind],
            "default_telecom_meeting_kind": kind,
            "default_telecom_unit_id": unit.id,
            "default_start": fields.Datetime.to_string(now),
            "default_stop": fields.Datetime.to_string(now + timedelta(hours=1)),
            "default_partner_ids": people.partner_id.ids,
        }

    def _get_meeting_kind(self):
        """Return the kind of meeting that fulfils the duty, or nothing."""
        proof = self.type_id.proof or ""
        is_meeting = proof.startswith(MEETING_PROOF)
        return proof.removeprefix(MEETING_PROOF) if is_meeting else None

    @api.model
    def _prove_by_meetings(self, meetings):
        """Fulfil the open duties that meetings just held prove."""
        for kind, held in meetings.grouped("telecom_meeting_kind").items():
            proof = f"{MEETING_PROOF}{kind}"
            self.search(
                [
                    ("unit_id", "in", held.telecom_unit_id.ids),
                    ("fulfilled_on", "=", False),
                    ("period_from", "!=", False),
                    ("is_hand_only", "=", False),
                    ("type_id.proof", "=", proof),
                ],
                order="due_on, id",
            )._prove_by(proof)

    @api.model
    def _get_proof_selection(self):
        models_ = self.env["ir.model"].sudo()  # sudo: names of models are no secret
        names = dict.fromkeys(name for name, _ in self._get_proof_sources().values())
        return [(name, models_._get(name).name) for name in names]

    @api.model
    def _get_proof_sources(self):
        """Return ``{proof: (model, field)}``; each room adds its own.

        The field holds the day on which a record became a proof, which no user can set.
        """
        return {
            "training": ("telecom.training", "large_on"),
            "meeting_weekly": MEETING,
            "meeting_quarterly": MEETING,
            "meeting_half_yearly": MEETING,
        }

    @api.model
    def _prove_duties(self, company, today, since=None):
        """Fulfil open duties by the records that prove them.

        :param since: first due date, if older duties than those of a year count
        """
        oldest = min(today - LOOK_BACK, since or today)
        open_duties = self.search(
            [
                ("company_id", "=", company.id),
                ("fulfilled_on", "=", False),
                ("period_from", "!=", False),
                ("is_hand_only", "=", False),
                ("due_on", ">=", oldest),
                ("type_id.proof", "!=", "manual"),
            ],
            order="due_on, id",
        )
        for proof, duties in open_duties.grouped(lambda o: o.type_id.proof).items():
            duties._prove_by(proof)

    def _prove_by(self, proof):
        """Fulfil open duties by records of a kind; a faulty duty is left out.

        The record that proves them, such as a circular, is issued all the same.
        """
        self._run_past_faults(
            lambda duties: self._apply_proofs(
                getattr(duties, f"_find_proofs_{proof}")()
            )
        )

    @api.model
    def _apply_proofs(self, found):
        """Fulfil duties by the records found: ``{duty: (record, day)}``."""
        for duty, (record, day) in found.items():
            ref = f"{record._name},{record.id}"
            done_on = max(day, duty._get_noted_date(record) or day)
            duty.write({"fulfilled_on": done_on, "proof_ref": ref})
            duty._remove_reminders()

    def _get_noted_date(self, record):
        """Return the day on which a record became a proof of the duty, if known."""
        _model, field = self._get_proof_sources()[self.type_id.proof]
        return record[field]

    def _match_proofs(self, candidates):
        """Match each duty with the first record of its days that proves no other.

        :param candidates: ``[(day, units, record)]``, the units that it counts for; the
            days in order
        :return: ``{duty: (record, day)}``
        """
        proved = self.search(
            [
                ("type_id", "in", self.type_id.ids),
                ("unit_id", "in", self.unit_id.ids),
                ("proof_ref", "!=", False),
            ]
        )
        used = {(duty.type_id, duty.unit_id, duty.proof_ref) for duty in proved}
        found = {}
        for duty in self.sorted("due_on"):
            whose = (duty.type_id, duty.unit_id)
            for day, units, record in candidates:
                first, last = duty._get_proof_days()
                counts = first <= day <= last and duty.unit_id in units
                if counts and (*whose, record) not in used:
                    found[duty] = (record, day)
                    used.add((*whose, record))
                    break
        return found

    def _get_proof_days(self):
        """Return the first and the last day of the records that may prove a duty."""
        self.ensure_one()
        first, last = self.period_from, self.period_to or self.due_on
        if self.type_id.proof_within == "year":
            return start_of(first, "year"), end_of(last, "year")
        return first, max(self.due_on, last)

    def _get_first_proof_day(self):
        return min(duty._get_proof_days()[0] for duty in self)

    def _find_proofs_training(self):
        """Find the large courses that the unit or one below it held itself."""
        courses = self.env["telecom.training"].search(
            [
                ("unit_id", "child_of", self.unit_id.ids),
                ("level", "=", "unit"),
                ("is_large", "=", True),
                ("state", "in", COUNTED_STATES),
                ("date", ">=", self._get_first_proof_day()),
            ],
            order="date, id",
        )
        units = self.env["telecom.sales.unit"]
        return self._match_proofs(
            [
                (
                    course.date,
                    units.browse(map(int, course.unit_id.parent_path.split("/")[:-1])),
                    course,
                )
                for course in courses
            ]
        )

    def _find_proofs_meeting(self, kind):
        """Find the meetings of a kind that the unit itself held, by the local day."""
        events = self.env["calendar.event"].search(
            [
                ("telecom_unit_id", "in", self.unit_id.ids),
                ("telecom_meeting_kind", "=", kind),
                ("telecom_is_held", "=", True),
                ("start", ">=", self._get_first_proof_day() - timedelta(days=1)),
            ],
            order="start, id",
        )
        return self._match_proofs(
            [
                (self._get_local_day(event), event.telecom_unit_id, event)
                for event in events
            ]
        )

    @api.model
    def _get_local_day(self, event):
        if event.allday:
            return event.start_date
        return event.telecom_unit_id.company_id._telecom_local(event.start).date()

    def _find_proofs_meeting_weekly(self):
        return self._find_proofs_meeting("weekly")

    def _find_proofs_meeting_quarterly(self):
        return self._find_proofs_meeting("quarterly")

    def _find_proofs_meeting_half_yearly(self):
        return self._find_proofs_meeting("half_yearly")


class TelecomDutyType(models.Model):
    _inherit = "telecom.duty.type"

    proof = fields.Selection(
        selection_add=[
            ("training", "Large Course Held by the Unit"),
            ("meeting_weekly", "Weekly Meeting Held"),
            ("meeting_quarterly", "Quarterly Review Held"),
            ("meeting_half_yearly", "Half-Yearly Grade Conference Held"),
        ],
        ondelete={
            "training": "set default",
            "meeting_weekly": "set default",
            "meeting_quarterly": "set default",
            "meeting_half_yearly": "set default",
        },
    )
