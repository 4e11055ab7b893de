from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, SERVICE, UNIT_MANAGER
from ...common.kept_rows import keep_rows
from ...common.screens.progress import announce_progress
from ...common.unique_message import find_duplicate
from .telecom_circular_words import TEXTS

ISSUED = ("issued", "superseded")
CONTENT = frozenset({*TEXTS, "company_id", "supersedes_id", "evidence_ids"})
FLOW = frozenset(
    {
        "state",
        "author_id",
        "author_ids",
        "reviewed_by_id",
        "signed_by_id",
        "signed_on",
        "signed_digest",
        "issued_by_id",
        "issued_at",
    }
)
# Set once, at issue.
SEALED = frozenset(
    {
        "name",
        "number_year",
        "number_sequence",
        "issued_on",
        "snapshot",
        "seal",
        "pdf_sha256",
    }
)
# Recipients may change after the issue, the content may not.
OPEN_WHEN_ISSUED = frozenset({"audience_unit_ids", "audience_user_ids", "receipt_ids"})


STEP = "telecom_sales_system.mail_activity_type_circular_step"


def _get_duplicate_number_message(env, diagnostics):
    return env._(
        "Circular %(holder)s, field Circular Number: “%(value)s” is its number"
        " already. Give the unit a circular prefix of its own.",
        **find_duplicate(env, "telecom.circular", diagnostics),
    )


class TelecomCircular(models.Model):
    """An official paper: draft -> reviewed -> signed -> issued (-> superseded)."""

    _name = "telecom.circular"
    _description = "Circular"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.evidence.mixin",
        "telecom.author.mixin",
        "telecom.circular.words",
    ]
    _order = "issued_on desc nulls first, number_sequence desc, id desc"
    _check_company_auto = True
    _guarded_fields = FLOW | SEALED | {"figures", "pdf_attachment_id", "receipt_ids"}
    _deletable_states = frozenset({"draft"})
    _rec_names_search = ["name", "title"]

    @api.model
    def _default_unit(self):
        """Return the city bureau for a service user, else the user's managed unit."""
        units = self.env["telecom.sales.unit"]
        if self.env.user.has_group(SERVICE):
            return units._get_city_unit(self.env.company)
        return units.search(
            [
                ("company_id", "=", self.env.company.id),
                ("manager_id", "=", self.env.uid),
            ],
            limit=1,
        )

    name = fields.Char(string="Circular Number", readonly=True, copy=False)
    kind = fields.Selection(default="other", index=True)
    origins = fields.Json(
        compute="_compute_origins",
        help="Fields that the figures are taken from, and whether they are required.",
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Issuing Unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_unit(),
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    period_id = fields.Many2one(
        "telecom.period",
        string="Month",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
    )
    training_id = fields.Many2one(
        "telecom.training",
        string="Course",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
    )
    award_list_id = fields.Many2one(
        "telecom.award.list",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="The award list whose prizes the circular announces.",
    )
    contest_id = fields.Many2one(
        "telecom.contest",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="The contest whose winners the circular announces.",
    )
    evidence_ids = fields.Many2many(string="Annexes")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("reviewed", "Reviewed"),
            ("signed", "Signed"),
            ("issued", "Issued"),
            ("superseded", "Superseded"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    supersedes_id = fields.Many2one(
        "telecom.circular",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('unit_id', '=', unit_id), ('state', '=', 'issued')]",
    )
    superseded_by_ids = fields.One2many(
        "telecom.circular", "supersedes_id", string="Superseded by"
    )
    number_year = fields.Integer(readonly=True, copy=False)
    number_sequence = fields.Integer(readonly=True, copy=False)
    author_id = fields.Many2one(
        "res.users",
        string="Drafted by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    author_ids = fields.Many2many(
        string="Written or Changed by",
        help="Everybody who changed the draft; none of them may sign it.",
    )
    can_review = fields.Boolean(
        compute="_compute_can_review",
        help="The circular is a draft and you may declare it reviewed.",
    )
    can_sign = fields.Boolean(
        compute="_compute_can_sign",
        help="The circular is reviewed and you may sign it.",
    )
    reviewed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    signed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    signed_on = fields.Date(readonly=True, copy=False)
    signed_digest = fields.Char(
        readonly=True, copy=False, help="Digest of what the signatory saw."
    )
    issued_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    issued_at = fields.Datetime(readonly=True, copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", _get_duplicate_number_message
    )
    _sequence_uniq = models.UniqueIndex(
        "(unit_id, number_year, number_sequence) WHERE number_sequence > 0"
    )
    _three_people = models.Constraint(
        "CHECK (signed_by_id IS NULL"
        " OR signed_by_id NOT IN (author_id, reviewed_by_id))",
        "Circular: neither its drafter nor its reviewer can sign it.",
    )
    _supersedes_uniq = models.UniqueIndex(
        "(supersedes_id) WHERE supersedes_id IS NOT NULL",
        "A circular is corrected once; its correction can be corrected in turn.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("name", "shown_title")
    def _compute_display_name(self):
        for circular in self:
            title = circular.shown_title
            number = circular.name
            circular.display_name = f"{number} {title}" if number else title

    @api.depends("state", "unit_id.drafter_may_review", "author_id")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for circular in self:
            circular.can_review = circular.state == "draft" and circular._may_review()

    @api.depends("state", "unit_id", "author_id", "author_ids", "reviewed_by_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for circular in self:
            circular.can_sign = (
                circular.state == "reviewed"
                and not circular._is_written_by_me()
                and circular.reviewed_by_id != self.env.user
                and circular._may_sign()
            )

    @api.depends("kind")
    def _compute_origins(self):
        for circular in self:
            circular.origins = circular._get_origins()

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("supersedes_id", "unit_id")
    def _check_supersedes(self):
        for circular in self:
            # sudo: the check must also see a circular of another unit, to refuse it
            old = circular.sudo().supersedes_id
            if old and (old.unit_id != circular.unit_id or old.state != "issued"):
                raise ValidationError(
                    self.env._(
                        "Circular %(circular)s, field Supersedes: a unit can supersede"
                        " only its own circulars that are issued and not yet"
                        " superseded. Choose another circular, or none.",
                        circular=circular.shown_title,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def init(self):
        """Create the database trigger that protects issued circulars."""
        keep_rows(
            self,
            lambda row: SQL("%s.state IN %s", row, ISSUED),
            allowed=SQL(
                """
                kept = 'state' AND before.state = 'issued'
                AND after.state = 'superseded' AND EXISTS (
                    SELECT FROM telecom_circular successor
                     WHERE successor.supersedes_id = before.id
                       AND successor.state IN %s)
                """,
                ISSUED,
            ),
        )
        return super().init()

    @api.model_create_multi
    def create(self, vals_list):
        circulars = super().create(vals_list)
        for circular in circulars:
            circular._take_figures()
        return circulars

    def write(self, vals):
        self._check_issued_unchanged(vals)
        touched = self._get_content_fields() & vals.keys()
        if touched:
            self._check_state("draft")
        result = super().write(vals)
        if self._get_origin_fields() & touched:
            for circular in self:
                circular._take_figures()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_review(self):
        """Ask those who may review drafts to do so.

        :raises UserError: no draft, no text, or nobody but the drafter could review it
        """
        self._check_state("draft")
        self.check_access("write")
        for circular in self:
            circular._check_complete()
            reviewers = circular._find_reviewers()
            if not reviewers:
                raise UserError(
                    self.env._(
                        "Circular %(circular)s: nobody but its drafter can review it."
                        " Add a person to the customer service department, or let the"
                        " drafter's review stand at unit %(unit)s.",
                        circular=circular.display_name,
                        unit=circular.unit_id.name,
                    )
                )
            circular._remove_step_activities()
            circular._schedule_step(reviewers, lambda env: env._("Review the circular"))

    def action_review(self):
        """Declare drafts ready for signature.

        :return: a dialog that asks for the circular prefix, while a unit has none
        :raises AccessError: the user drafted one, and the review of its drafter does
            not stand at its unit
        :raises UserError: no draft, no text, a source that may still change, or figures
            that have changed since they were taken
        """
        self._check_state("draft")
        self._check_reviewer()
        if lacking := self.unit_id.filtered(lambda unit: not unit.circular_prefix):
            return self._open_prefix_dialog(lacking[0])
        for circular in self:
            circular._get_filled_texts()
            circular._check_complete()
            circular._check_annexes_stored()
            circular._check_final_figures()
            before = circular.figures
            circular._take_figures()
            if circular.figures != before:
                raise UserError(
                    self.env._(
                        "Circular %s: the figures have changed since the draft was"
                        " made. Refresh it and read it again.",
                        circular.display_name,
                    )
                )
        self._set_guarded_fields({"state": "reviewed", "reviewed_by_id": self.env.uid})
        self._remove_step_activities()
        self._ask_for_signature()

    def action_sign(self):
        """Sign reviewed circulars.

        A leader signs; a unit's own circular may also be signed by a manager of the
        unit or of one above it. Neither authors nor the reviewer can sign.

        :raises AccessError: the user may not sign one of them
        :raises UserError: figures that may change again since the review
        """
        self._check_state("reviewed")
        for circular in self:
            circular._check_signatory()
            circular._check_prefix()
            circular._check_annexes_stored()
            circular._check_final_figures()
            circular._set_guarded_fields(
                {
                    "state": "signed",
                    "signed_by_id": self.env.uid,
                    "signed_on": circular.company_id._telecom_today(),
                    "signed_digest": circular._get_signature_digest(),
                }
            )
        self._ask_for_issue()

    @api.readonly
    def action_open_return(self):
        """Open the dialog that asks for the reason to send circulars back."""
        self._check_state("reviewed", "signed")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_return_action"
        )
        return action | {"context": {"default_circular_ids": self.ids}}

    @ask_first("_describe_issue")
    def action_issue(self):
        """Number, seal and print circulars, and send them to their recipients.

        :raises UserError: a circular is not signed, or it or its source has changed
            since
        """
        self._check_state("signed")
        for circular in self:
            circular.check_access("write")
            circular._check_prefix()
            circular._check_recipients()
            circular._check_final_figures()
            circular._check_unchanged_since_signing()
            steps = [
                (self.env._("Number, seal and PDF"), circular._seal_and_print),
                (self.env._("Circulars before it"), circular._set_former_superseded),
                (self.env._("Notices to the recipients"), circular._send_to_recipients),
            ]
            title = self.env._("Issue of %s", circular.display_name)
            for step in announce_progress(self.env, title, steps):
                step()
        self._remove_step_activities()
        # sudo: the issue fulfils the duty, even if the user cannot write duties
        self.env["telecom.duty"].sudo()._prove_by_circulars(self)

    def action_correct(self):
        """Open the draft of a circular that supersedes this one."""
        self.ensure_one()
        self._check_state("issued")
        draft = self.superseded_by_ids or self.create(self._prepare_correction_vals())
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_refresh(self):
        """Take the figures again; the texts do not change."""
        self._check_state("draft")
        self.check_access("write")
        for circular in self:
            circular._take_figures()

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_origins(self):
        """Return the fields behind the figures: ``{name: whether it is required}``."""
        settings = self.env["telecom.circular.source"]._get_kind_settings()
        return {"unit_id": True} | settings.get(self.kind, {}).get("origins", {})

    @api.model
    def _get_origin_fields(self):
        """Return the fields behind the figures of circulars of any kind."""
        settings = self.env["telecom.circular.source"]._get_kind_settings()
        own = (kind.get("origins", {}) for kind in settings.values())
        return frozenset({"kind", "unit_id"}).union(*own)

    @api.model
    def _get_content_fields(self):
        return CONTENT | self._get_origin_fields()

    @api.model
    def _get_counted_fields(self):
        return super()._get_counted_fields() | self._get_content_fields()

    def _remove_kind(self):
        """Delete the drafts; an issued circular keeps its kind, as it is sealed."""
        open_circulars = self.filtered(lambda circular: circular.state not in ISSUED)
        open_circulars._set_guarded_fields({"state": "draft"})
        open_circulars.unlink()

    def _check_issued_unchanged(self, vals):
        """Refuse changes of issued circulars, also by the superuser."""
        changed = {
            name
            for name in vals
            if name not in OPEN_WHEN_ISSUED
            and not name.startswith(("message_", "activity_"))
        }
        for circular in self:
            if changed and circular.state in ISSUED:
                successor = circular.sudo().superseded_by_ids
                if (
                    changed == {"state"}
                    and vals["state"] == "superseded"
                    and successor.state == "issued"
                ):
                    continue
                raise UserError(
                    self.env._(
                        "Circular %s is issued and stays as it is. Correct it by a new"
                        " circular that supersedes it.",
                        circular.display_name,
                    )
                )

    def _check_complete(self):
        words = self._get_filled_texts()
        for name in ("heading", "title", "body"):
            if not words[name]:
                raise UserError(
                    self.env._(
                        "Circular %(circular)s, field %(field)s: it is empty.",
                        circular=self.display_name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        self._check_recipients()

    def _check_final_figures(self):
        """Refuse each step of a circular whose figures may still change.

        What was final at the review may not be at the issue: a month is opened again, a
        prize is vetoed.
        """
        # sudo: it does not depend on who signs or issues
        self.env["telecom.circular.source"]._check_final_figures(self.sudo())

    def _open_prefix_dialog(self, unit):
        """Return the dialog that asks for the prefix of a unit and goes on."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_prefix_action"
        )
        context = {"default_unit_id": unit.id, "default_circular_ids": self.ids}
        return action | {"context": context}

    def _check_prefix(self):
        """Refuse a circular whose unit has lost its prefix since the review."""
        if not self.unit_id.circular_prefix:
            raise UserError(
                self.env._(
                    "Sales unit %(unit)s, field Circular Prefix: enter it, because"
                    " circular %(circular)s is numbered by it.",
                    unit=self.unit_id.name,
                    circular=self.display_name,
                )
            )

    def _is_written_by_me(self):
        # sudo: an author may be of another unit
        return self.env.user in self.author_id | self.sudo().author_ids

    def _may_review(self):
        """Return whether somebody else drafted it, or the drafter's review stands."""
        return (
            self.env.su
            or self.env.user != self.author_id
            or self.unit_id.drafter_may_review
        )

    def _check_reviewer(self):
        for circular in self:
            if not circular._may_review():
                raise AccessError(
                    self.env._(
                        "Circular %s: you drafted it, so somebody else has to review"
                        " it. Ask for the review.",
                        circular.display_name,
                    )
                )

    def _may_sign(self):
        """Return whether the user's role allows signing, regardless of the authors."""
        managers = self.unit_id.sudo().supervisor_ids
        is_own = self.unit_id.kind != "city" and self.env.user in managers
        return is_own or self.env.user.has_group(LEADER)

    def _check_signatory(self):
        if self._is_written_by_me():
            raise AccessError(
                self.env._(
                    "Circular %s: you wrote it or changed it, so somebody else has to"
                    " sign it.",
                    self.display_name,
                )
            )
        if self.reviewed_by_id == self.env.user:
            raise AccessError(
                self.env._(
                    "Circular %s: you reviewed it, so somebody else has to sign it.",
                    self.display_name,
                )
            )
        if not self._may_sign():
            raise AccessError(
                self.env._(
                    "Circular %s: leaders sign circulars, and managers those of their"
                    " own units.",
                    self.display_name,
                )
            )

    def _return_to_draft(self, reason):
        """Send circulars back to their authors and keep the reason in the chatter."""
        self._check_state("reviewed", "signed")
        self._set_guarded_fields(
            {
                "state": "draft",
                "reviewed_by_id": False,
                "signed_by_id": False,
                "signed_on": False,
                "signed_digest": False,
            }
        )
        self._remove_step_activities()
        for circular in self:
            circular.message_post(
                body=self.env._("Sent back: %s", reason),
                partner_ids=circular.author_id.partner_id.ids,
            )

    def _check_unchanged_since_signing(self):
        self._check_annexes_stored()
        if self._get_signature_digest() != self.signed_digest:
            raise UserError(
                self.env._(
                    "Circular %s has changed since it was signed. Send it back to its"
                    " author.",
                    self.display_name,
                )
            )
        if self.supersedes_id.state == "superseded":
            raise UserError(
                self.env._(
                    "Circular %(circular)s, field Supersedes: %(old)s is superseded"
                    " already.",
                    circular=self.display_name,
                    old=self.supersedes_id.display_name,
                )
            )

    @api.model
    def _open_draft_on(self, origin, kind, name, unit):
        """Open the circular on a record that is not superseded; else draft one.

        :param name: the field of the circular that holds the record
        :param unit: the issuing unit
        """
        circular = self.search(
            [(name, "=", origin.id), ("superseded_by_ids", "=", False)], limit=1
        )
        circular = circular or self.create(
            {
                "kind": kind,
                name: origin.id,
                "unit_id": unit.id,
                "company_id": origin.company_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": circular.id,
            "views": [(False, "form")],
        }

    def _prepare_correction_vals(self):
        names = {"company_id", *TEXTS} | self._get_origin_fields()
        return {
            **{
                name: self._fields[name].convert_to_write(self[name], self)
                for name in sorted(names)
            },
            "audience_unit_ids": [fields.Command.set(self.audience_unit_ids.ids)],
            "audience_user_ids": [fields.Command.set(self.audience_user_ids.ids)],
            "supersedes_id": self.id,
        }

    def _find_reviewers(self):
        """Return the users to ask: the department, and managers for their own units."""
        # sudo: the drafter need not have access to those who may review
        circular = self.sudo()
        users = circular.env.ref(SERVICE).all_user_ids
        if circular.unit_id.kind != "city":
            users |= circular.unit_id.supervisor_ids
        return circular._filter_writers(users - circular.author_id)

    def _find_signatories(self):
        """Return the users to ask: managers for a unit's own circular, else leaders."""
        # sudo: the author need not have access to managers and leaders
        circular = self.sudo()
        authors = circular.author_id | circular.author_ids | circular.reviewed_by_id
        if circular.unit_id.kind != "city":
            managers = circular.unit_id.supervisor_ids - authors
            if managers := circular._filter_writers(managers):
                return managers
        leaders = circular.env.ref(LEADER).all_user_ids
        return circular._filter_writers(leaders - authors)

    def _filter_writers(self, users):
        company = self.company_id
        own = self.with_context(allowed_company_ids=company.ids)
        return users.filtered(
            lambda user: (
                user.active
                and company in user.company_ids
                and own.with_user(user).has_access("write")
            )
        )

    def _ask_for_signature(self):
        for circular in self:
            circular._schedule_step(
                circular._find_signatories(), lambda env: env._("Sign the circular")
            )

    def _set_former_superseded(self):
        """Mark the circular that this issued one replaces, whose receipts end."""
        # The database lets a circular be superseded by an issued one only.
        self.flush_recordset(["state", "supersedes_id"])
        # sudo: only the issue of its successor can change an issued circular
        old = self.supersedes_id.sudo()
        old.write({"state": "superseded"})
        old.receipt_ids._remove_reminders()

    def _ask_for_issue(self):
        self._remove_step_activities()
        for circular in self:
            # sudo: the signatory need not have access to the author
            author = circular.sudo()._filter_writers(circular.sudo().author_id)
            circular._schedule_step(
                author, lambda env: env._("Signed: issue the circular")
            )

    def _schedule_step(self, users, what):
        # sudo: the step was checked, and its activities are for other users
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        for user in users:
            local = quiet.with_context(lang=user.lang)
            local.activity_schedule(
                STEP,
                date_deadline=self.company_id._telecom_today(),
                user_id=user.id,
                summary=what(local.env),
            )

    def _remove_step_activities(self):
        # sudo: the step is done for all users who were asked
        self.sudo().activity_unlink([STEP])

    def _describe_issue(self):
        """Return what issuing the circulars does, in figures."""
        return self.env._(
            "%(count)s circulars get their numbers and go to %(people)s people. Texts"
            " and figures are sealed and can no longer change.",
            count=len(self),
            people=sum(len(circular._get_unit_by_recipient()) for circular in self),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        waiting = Domain("state", "=", "reviewed") & Domain(
            "author_ids", "not in", user.ids
        )
        waiting &= Domain("author_id", "!=", user.id)
        waiting &= Domain("reviewed_by_id", "!=", user.id)
        if user.has_group(LEADER):
            return waiting
        if user.has_group(UNIT_MANAGER):
            return (
                waiting
                & Domain("unit_id.kind", "!=", "city")
                & Domain("unit_id.supervisor_ids", "in", user.ids)
            )
        return None
