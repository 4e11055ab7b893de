from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..kept_rows import keep_rows
from ..unique_message import find_duplicate
from .telecom_circular_words import TEXTS

ISSUED = ("issued", "superseded")
KINDS = [
    ("performance", "Performance"),
    ("early_warning", "Early Warning"),
    ("training", "Training Results"),
    ("award", "Awards"),
    ("other", "Other"),
]
# What the figures are taken from.
ORIGIN = frozenset(
    {"kind", "unit_id", "period_id", "training_id", "award_list_id", "contest_id"}
)
CONTENT = ORIGIN | {*TEXTS, "company_id", "supersedes_id", "evidence_ids"}
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


def _get_duplicate_number_message(env, diagnostics):
    return env._(
        "Circular %(holder)s, field Number: “%(value)s” is its number already. Give the"
        " unit a circular prefix of its own.",
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
        "telecom.guarded.mixin",
        "telecom.circular.flow",
        "telecom.circular.seal",
        "telecom.circular.verification",
        "telecom.circular.text",
    ]
    _order = "issued_on desc nulls first, number_sequence desc, id desc"
    _check_company_auto = True
    _guarded_fields = FLOW | SEALED | {"figures", "pdf_attachment_id", "receipt_ids"}
    _rec_names_search = ["name", "title"]

    name = fields.Char(string="Number", readonly=True, copy=False)
    kind = fields.Selection(KINDS, required=True, default="other", index=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Issued by",
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

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", _get_duplicate_number_message
    )
    _sequence_uniq = models.UniqueIndex(
        "(unit_id, number_year, number_sequence) WHERE number_sequence > 0"
    )
    _supersedes_uniq = models.UniqueIndex(
        "(supersedes_id) WHERE supersedes_id IS NOT NULL",
        "A circular is corrected once; its correction can be corrected in turn.",
    )

    def init(self):
        """Create the database trigger that protects issued circulars."""
        names = CONTENT | FLOW | SEALED | {"figures"}
        columns = [n for n in sorted(names - {"state"}) if self._fields[n].column_type]
        issued = SQL("OLD.state IN %s", ISSUED)
        keep_rows(self.env.cr, self._table, issued, columns)
        return super().init()

    @api.model
    def _default_unit(self):
        """Return the city bureau for a service user, else the user's managed unit."""
        units = self.env["telecom.sales.unit"]
        domain = [("company_id", "=", self.env.company.id)]
        managed = [*domain, ("manager_id", "=", self.env.uid)]
        city = [*domain, ("kind", "=", "city")]
        if self.env.user.has_group("telecom_sales_system.group_telecom_service"):
            return units.search(city, limit=1)
        return units.search(managed, limit=1)

    @api.depends("name", "shown_title")
    def _compute_display_name(self):
        for circular in self:
            title = circular.shown_title
            number = circular.name
            circular.display_name = f"{number} {title}" if number else title

    @api.model_create_multi
    def create(self, vals_list):
        circulars = super().create(vals_list)
        for circular in circulars:
            # sudo: guarded fields, set by the creation itself
            circular.sudo().author_ids = self.env.user
            circular._take_figures()
        return circulars

    def write(self, vals):
        self._check_issued_unchanged(vals)
        touched = CONTENT & vals.keys()
        if touched:
            self._check_state("draft")
        result = super().write(vals)
        if touched:
            # sudo: a guarded field, set by the change itself
            self.sudo().write({"author_ids": [fields.Command.link(self.env.uid)]})
        if ORIGIN & touched:
            for circular in self:
                circular._take_figures()
        return result

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

    @api.ondelete(at_uninstall=True)
    def _unlink_only_draft(self):
        # Also at uninstall: any caller can send that flag in the context, and a real
        # uninstall drops tables without deleting records.
        self._check_state("draft")
