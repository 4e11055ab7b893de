from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list, formatLang
from odoo.tools.misc import clean_context

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, SERVICE, UNIT_MANAGER
from .copied_rows import insert_copies

OVER = ("released", "settled", "merged")
BLOCKING = ("blacklisted", "release_proposed")
DECIDERS = (UNIT_MANAGER, LEADER)
DECISION = frozenset({"outcome", "outcome_note"})
DIRECTION = frozenset({"sales_unit_id", "salesperson_id", "deadline"})
WORK = frozenset({"reason", "step_ids"})
STANDING_FIELDS = ("state", "deadline", "sales_unit_id", "accountable_id")
# A client of a case may later become a contact of another client.
CLIENT = "partner_id.commercial_partner_id"


class TelecomBlacklistCase(models.Model):
    """A client's overdue debts, from the first warning to payment or release.

    Each case has somebody accountable (欠费, 黑名单, 预警通报, 责任人追究).

    Steps: proposal, approval by a leader, release by a leader. The proposer cannot
    approve. The nightly watch proposes as Odoo's own user, so that any leader may
    approve.
    """

    _name = "telecom.blacklist.case"
    _description = "Arrears Case"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.author.mixin",
    ]
    _order = "opened_on desc, id desc"
    _rec_names_search = ["name", "partner_id"]
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"name", "partner_id", "company_id", "accountable_id", "state", "threshold"}
        | {"opened_on", "circulated_on", "proposed_on", "blacklisted_on"}
        | {"closed_on", "refused_on", "debt_ids", "opening_amount"}
        | {"proposed_by_id", "approved_by_id", "release_proposed_by_id"}
        | {"released_by_id", "decided_by_id", "decided_on", "author_ids"}
    )
    _counted_fields = frozenset({"reason"})

    name = fields.Char(string="Case No.", readonly=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=[("partner_share", "=", True)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        string="Accountable Salesperson",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The lead manager of the client when the case was opened; a handover of"
        " the client does not change it. Empty: the manager of the unit answers.",
    )
    accountable_id = fields.Many2one(
        "res.users",
        compute="_compute_accountable_id",
        store=True,
        index=True,
        tracking=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("warning", "Warning"),
            ("circulated", "In the Early-Warning Circular"),
            ("proposed", "Blacklist Proposed"),
            ("blacklisted", "Blacklisted"),
            ("release_proposed", "Release Proposed"),
            ("released", "Released"),
            ("settled", "Debts Paid"),
            ("merged", "Merged into Another Case"),
        ],
        required=True,
        readonly=True,
        default="warning",
        copy=False,
        index=True,
        tracking=True,
    )
    opened_on = fields.Date(readonly=True, copy=False)
    circulated_on = fields.Date(readonly=True, copy=False)
    proposed_on = fields.Date(readonly=True, copy=False)
    blacklisted_on = fields.Date(readonly=True, copy=False)
    refused_on = fields.Date(string="Proposal Refused on", readonly=True, copy=False)
    closed_on = fields.Date(string="Over since", readonly=True, copy=False)
    threshold = fields.Integer(
        string="Kept Open by Debts from (days overdue)",
        readonly=True,
        help="The case closes by itself when no debt is overdue by this many days.",
    )
    deadline = fields.Date(
        string="Recovery Deadline",
        tracking=True,
        help="The debt must be paid by this day. A refusal sets a new deadline.",
    )
    reason = fields.Text(
        tracking=True, help="Why the client does not pay, and why it is blacklisted."
    )
    debt_ids = fields.One2many(
        "telecom.blacklist.debt", "case_id", string="Debts at Opening", readonly=True
    )
    step_ids = fields.One2many(
        "telecom.blacklist.step", "case_id", string="Steps Taken"
    )
    opening_amount = fields.Monetary(
        string="Owed at Opening", readonly=True, copy=False
    )
    outcome = fields.Selection(
        [
            ("none", "None"),
            ("warning", "Formal Warning"),
            ("deducted", "Deducted"),
            ("other", "Other"),
        ],
        string="Accountability",
        tracking=True,
        help="The consequence for the accountable person.",
    )
    outcome_note = fields.Char(string="Decision", tracking=True)
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    decided_on = fields.Date(readonly=True, copy=False)
    proposed_by_id = fields.Many2one(
        "res.users",
        string="Proposed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        "res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    release_proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    released_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    may_direct = fields.Boolean(compute="_compute_rights")
    may_decide = fields.Boolean(compute="_compute_rights")
    overdue_now = fields.Monetary(
        compute="_compute_overdue_now", help="The debts that are past their due date."
    )
    days_overdue_now = fields.Integer(
        compute="_compute_overdue_now",
        help="Of the oldest debt that is not paid.",
    )
    waiting_now = fields.Monetary(
        string="Received, Not Matched",
        compute="_compute_overdue_now",
        help="Money of the client that is in suspense on a bank account, or in a"
        " payment without a journal entry, or not applied. The watch takes it off the"
        " debts before it proposes the client for the blacklist.",
    )
    set_aside_now = fields.Monetary(
        string="Disputed or Non-Trade",
        compute="_compute_overdue_now",
        help="Open items of the client that are not owed: disputed ones (No Follow-Up),"
        " and those of non-trade accounts.",
    )
    is_over = fields.Boolean(compute="_compute_is_over")
    is_late = fields.Boolean(
        string="Past Its Deadline",
        compute="_compute_is_late",
        search="_search_is_late",
    )
    earlier_count = fields.Integer(
        string="Earlier Cases",
        compute="_compute_earlier_count",
        help="Cases that this client had before this one.",
    )

    _one_open_case = models.UniqueIndex(
        "(company_id, partner_id) WHERE state NOT IN ('released', 'settled', 'merged')",
        "A client has one open case at a time.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("salesperson_id.user_id", "sales_unit_id.supervisor_ids")
    def _compute_accountable_id(self):
        for case in self:
            if case.state in OVER:
                case.accountable_id = case.accountable_id
            else:
                case.accountable_id = (
                    case.salesperson_id.user_id
                    or case.sales_unit_id._find_responsible_manager()
                )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(
                filter(None, [case.name, case.partner_id.name])
            )

    @api.depends("accountable_id", "sales_unit_id", "state")
    @api.depends_context("uid")
    def _compute_rights(self):
        decider = self._is_decider()
        for case in self:
            case.may_direct = case.state not in OVER and case._is_user_above()
            case.may_decide = decider and case.accountable_id != self.env.user

    @api.depends("state")
    def _compute_is_over(self):
        for case in self:
            case.is_over = case.state in OVER

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        for case in self:
            is_open = case.state not in OVER and case.deadline
            case.is_late = is_open and case.deadline < case.company_id._telecom_today()

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.env["res.company"]._telecom_day_domain(
            lambda company: Domain("deadline", "<", company._telecom_today())
        )
        return late & Domain(self._get_open_domain())

    def _compute_overdue_now(self):
        arrears = self.env["telecom.arrears"]
        self.overdue_now = self.days_overdue_now = 0
        self.waiting_now = self.set_aside_now = 0
        still_open = self.filtered(lambda case: case.state not in OVER)
        for company, cases in still_open.grouped("company_id").items():
            clients = cases.grouped(lambda case: case.partner_id.commercial_partner_id)
            today = company._telecom_today()
            partners = self.env["res.partner"].union(*clients)
            waiting = arrears._get_waiting_money(company, today, partners)
            set_aside = arrears._get_set_aside(company, today, partners)
            for client, of_client in clients.items():
                of_client.waiting_now = sum(waiting.get(client.id, {}).values())
                of_client.set_aside_now = set_aside.get(client.id, 0)
            rows = arrears._get_arrears(company, today, partners)
            for row in rows:
                client = self.env["res.partner"].browse(row["partner_id"])
                for case in clients[client]:
                    case.overdue_now += row["overdue"]
                    case.days_overdue_now = max(
                        case.days_overdue_now, row["days_overdue"]
                    )

    @api.depends("partner_id.commercial_partner_id", "company_id")
    def _compute_earlier_count(self):
        # sudo: the number of earlier cases is the same for every reader of a case
        cases = self.sudo().search(
            [
                (CLIENT, "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "!=", "merged"),
            ]
        )
        known = cases.grouped(
            lambda case: (case.partner_id.commercial_partner_id, case.company_id)
        )
        for case in self.sudo():
            client = case.partner_id.commercial_partner_id
            same = known.get((client, case.company_id), self.browse())
            case.earlier_count = sum(other.id < case.id for other in same)

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("outcome", "outcome_note")
    def _check_outcome_note(self):
        for case in self:
            if case.outcome in ("deducted", "other") and not case.outcome_note:
                raise ValidationError(
                    self.env._(
                        "Case %s, field Decision: say what was deducted, or what else"
                        " was decided.",
                        case.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            vals["name"] = sequence.with_company(vals.get("company_id")).next_by_code(
                self._name, sequence_date=vals.get("opened_on")
            )
        cases = super().create(vals_list)
        cases._record_standings_today()
        cases._clear_order_blocks()
        return cases

    def write(self, vals):
        changed = vals.keys()
        if not self.env.su:
            if changed & (DIRECTION | WORK):
                self._check_not_over()
            if changed & DIRECTION:
                self._check_may_direct()
            if changed & DECISION:
                self._check_may_decide()
        result = super().write(vals)
        if not changed.isdisjoint({"state", "partner_id", "company_id"}):
            self._clear_order_blocks()
        if changed & DECISION:
            for case in self:
                today = case.company_id._telecom_today()
                # sudo: guarded fields, set by the decision itself
                case.sudo().write(
                    {
                        "decided_by_id": case.outcome and self.env.uid,
                        "decided_on": case.outcome and today,
                    }
                )
        if not changed.isdisjoint((*STANDING_FIELDS, "salesperson_id", "partner_id")):
            self._record_standings_today()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_propose(self):
        """Propose that the client be put on the blacklist.

        :raises UserError: the case is past that step, gives no reason, or nothing is
            overdue any more
        """
        self._check_state("warning", "circulated")
        self._check_overdue_debts()
        for case in self:
            if not case.reason:
                raise UserError(
                    self.env._(
                        "Case %s, field Reason: say why the client is to be put on the"
                        " blacklist.",
                        case.display_name,
                    )
                )
        self._set_step("proposed", "proposed_on", "proposed_by_id")
        self._update_activities()

    @ask_first("_describe_approval")
    def action_approve(self):
        """Put the clients on the blacklist: no orders until they are released.

        :raises AccessError: the user is no leader, proposed it or gave its reason
        :raises UserError: nothing is proposed, or nothing is overdue any more
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        self._check_not_author()
        self._check_overdue_debts()
        self._set_step("blacklisted", "blacklisted_on", "approved_by_id")
        self._update_activities()

    @ask_first("_describe_refusal", needs_reason=True)
    def action_refuse(self):
        """Refuse the proposal: the case goes on where it was, with a new deadline.

        :raises AccessError: the user is no leader, or proposed it
        :raises UserError: nothing is proposed
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        for case in self:
            case._return_to_state("circulated" if case.circulated_on else "warning")

    def action_propose_release(self):
        """Propose that the client be taken off the blacklist.

        :raises UserError: the client is not on it
        """
        self._check_state("blacklisted")
        self._set_guarded_fields(
            {"state": "release_proposed", "release_proposed_by_id": self.env.uid}
        )
        self._update_activities()

    @ask_first("_describe_release")
    def action_release(self):
        """Take the clients off the blacklist.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed, or it was because all was paid, and
            new debts are overdue
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        self._check_still_paid()
        self._set_step("released", "closed_on", "released_by_id")
        self._update_activities()

    @ask_first("_describe_refused_release", needs_reason=True)
    def action_refuse_release(self):
        """Refuse the release: the client stays on the blacklist, until a new deadline.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        for case in self:
            case._return_to_state("blacklisted")

    @api.readonly
    def action_open_earlier(self):
        """Open the cases that the client had before this one."""
        self.ensure_one()
        return self._get_cases_action(
            [
                (CLIENT, "=", self.partner_id.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "merged"),
                ("id", "<", self.id),
            ]
        )

    @api.readonly
    def action_open_debts(self):
        """Open what the client owes today."""
        self.ensure_one()
        client = self.partner_id.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_arrears_item_action"
        )
        return action | {
            "domain": [
                ("partner_id", "=", client.id),
                ("company_id", "=", self.company_id.id),
            ],
            "context": {},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_open_domain(self):
        """Return the domain of the cases that are not over."""
        return [("state", "not in", OVER)]

    @api.model
    def _create_cases(self, partners, day, company, threshold=None):
        """Create a case for each client, with its overdue debts of a day.

        :param partners: commercial entities without an open case in the company
        :param threshold: days overdue of the debts that keep it open; by default those
            of the company's warning
        :return: the cases, stage warning
        """
        debts = self.env["telecom.arrears"]._get_overdue_debts(company, day, partners)
        # Defaults in the context of the user must not change a new case.
        blank = self.with_env(self.env(context=clean_context(self.env.context)))
        return blank.create(
            [
                self._prepare_case(partner, day, company, debts.get(partner.id, []))
                | {"threshold": threshold or company.telecom_warning_days}
                for partner in partners
            ]
        )

    @api.model
    def _insert_cases(self, vals_list, company, day):
        """Create many cases in a constant number of statements, without a log entry.

        Odoo creates the first; the others are copies of it with their own values.

        :param vals_list: as of ``_prepare_case``, of one company and day, without debts
        :return: the cases, in the same order
        """
        if not vals_list:
            return self.browse()
        silent = self.with_context(
            clean_context(self.env.context),
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            tracking_disable=True,
        )
        first = silent.create(vals_list[0]).with_env(self.env)
        # sudo: a guarded field; the watch enters the cases, whoever runs it
        first.sudo().author_ids = False
        names = self._take_numbers(company, day, len(vals_list) - 1)
        # Fetch all at once: record by record, Odoo reads those of one case.
        self.env["telecom.salesperson"].browse(
            {vals["salesperson_id"] for vals in vals_list} - {False}
        ).fetch(["user_id"])
        self.env["telecom.sales.unit"].search_fetch([], ["manager_id", "parent_id"])
        rows = [
            self._prepare_columns(
                vals
                | {"name": name, "accountable_id": self._find_accountable_user(vals).id}
            )
            for vals, name in zip(vals_list[1:], names, strict=True)
        ]
        return first | insert_copies(first, rows)

    def _insert_debts(self, overdue):
        """Enter the overdue debts of the clients of new cases.

        :param overdue: SQL of a query of partner_id, line_id, move_id, user_id, due_on,
            days_overdue and owed
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_blacklist_debt (
                       case_id, move_id, move_name, user_id, due_on, days_overdue,
                       amount, create_date)
                SELECT c.id, item.move_id, move.name, item.user_id, item.due_on,
                       item.days_overdue, item.owed, c.create_date
                  FROM (%s) item
                  JOIN telecom_blacklist_case c
                    ON c.partner_id = item.partner_id AND c.id = ANY(%s)
                  JOIN account_move move ON move.id = item.move_id
              ORDER BY c.id, item.due_on, item.line_id
                """,
                overdue,
                self.ids,
            )
        )
        self.invalidate_model(["debt_ids"], flush=False)

    def _prepare_columns(self, vals):
        """Return the values of a record as those of its columns."""
        columns = {}
        for name, value in vals.items():
            field = self._fields[name]
            if field.store and field.column_type:
                is_empty = value is False and field.type != "boolean"
                columns[name] = None if is_empty else value
        return columns

    @api.model
    def _find_accountable_user(self, vals):
        """Return who answers for a case with these values, as its field computes."""
        lead = self.env["telecom.salesperson"].browse(vals["salesperson_id"])
        unit = self.env["telecom.sales.unit"].browse(vals["sales_unit_id"])
        return lead.user_id or unit._find_responsible_manager()

    @api.model
    def _take_numbers(self, company, day, count):
        """Return the next numbers of cases, in a constant number of statements."""
        # sudo: as next_by_code reads it for everybody
        sequence = self.env["ir.sequence"].sudo().with_company(company)
        sequence = sequence.search(
            [("code", "=", self._name), ("company_id", "in", [company.id, False])],
            order="company_id",
            limit=1,
        )
        if not sequence or sequence.implementation != "standard":
            # Numbers without gaps cannot be taken in advance.
            return [
                sequence.next_by_code(self._name, sequence_date=day)
                for _number in range(count)
            ]
        counter = f"ir_sequence_{sequence.id:03d}"
        if sequence.use_date_range:
            dates = sequence.date_range_ids.filtered(
                lambda dates: dates.date_from <= day <= dates.date_to
            )[:1]
            counter = f"{counter}_{dates.id:03d}"
            sequence = sequence.with_context(ir_sequence_date_range=dates.date_from)
        prefix, suffix = sequence._get_prefix_suffix()
        numbers = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", counter, count)
        )
        return [
            f"{prefix}{str(number).zfill(sequence.padding)}{suffix}"
            for [number] in numbers
        ]

    def _prepare_case(self, partner, day, company, debts):
        # A client may be served by another company than the one it owes.
        unit, lead = (
            record.filtered(lambda record: record.company_id == company)
            for record in (partner.sales_unit_id, partner.client_manager_id)
        )
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "sales_unit_id": (unit or lead.unit_id).id,
            "salesperson_id": lead.id,
            "opened_on": day,
            "deadline": day + timedelta(days=company.telecom_recovery_days),
            "opening_amount": sum(debt["amount"] for debt in debts),
            "debt_ids": [Command.create(debt) for debt in debts],
            "step_ids": [],
            **dict.fromkeys(("reason", "outcome", "outcome_note"), False),
        }

    def _set_step(self, state, day_field, user_field):
        """Set a new state with its day, that of the company, and the user."""
        for company, cases in self.grouped("company_id").items():
            cases._set_guarded_fields(
                {
                    "state": state,
                    day_field: company._telecom_today(),
                    user_field: self.env.uid,
                }
            )

    def _clear_order_blocks(self):
        """Let orders ask again whether a case blocks them, in this transaction too."""
        self.env["sale.order"].invalidate_model(
            ["sales_block_state", "sales_block_message", "is_let_through"], flush=False
        )

    def _return_to_state(self, state):
        """Return to a state; the watch proposes nothing until the new deadline."""
        today = self.company_id._telecom_today()
        deadline = today + timedelta(days=self.company_id.telecom_recovery_days)
        self._set_guarded_fields(
            {
                "state": state,
                "refused_on": today,
                "deadline": max(self.deadline or deadline, deadline),
            }
        )
        self._update_activities()

    def _check_overdue_debts(self):
        """Refuse to blacklist clients whose debts are paid, in the books or not yet."""
        for case in self:
            if case.currency_id.is_zero(case.overdue_now):
                raise UserError(
                    self.env._(
                        "Case %s: nothing is overdue any more. The next nightly watch"
                        " closes the case.",
                        case.display_name,
                    )
                )
            if (
                case.currency_id.compare_amounts(case.waiting_now, case.overdue_now)
                >= 0
            ):
                raise UserError(
                    self.env._(
                        "Case %(case)s: %(amount)s of the client have come in and are"
                        " not matched yet. Have accounting match them first.",
                        case=case.display_name,
                        amount=case.currency_id.format(case.waiting_now),
                    )
                )

    def _check_still_paid(self):
        """Refuse releases that the watch proposed if new debts are overdue since."""
        for case in self:
            if (
                case.release_proposed_by_id.id == SUPERUSER_ID
                and not case.currency_id.is_zero(case.overdue_now)
            ):
                raise UserError(
                    self.env._(
                        "Case %(case)s: the release was proposed because everything was"
                        " paid; since then %(amount)s have become overdue. Refuse it;"
                        " somebody may propose it again in spite of the debt.",
                        case=case.display_name,
                        amount=case.currency_id.format(case.overdue_now),
                    )
                )

    def _check_leader(self, proposer):
        """Refuse users who are not leaders, and the leader who proposed it."""
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._("A leader other than the proposer must decide this case.")
            )
        for case in self:
            if case[proposer] == self.env.user:
                raise AccessError(
                    self.env._(
                        "Case %s: you proposed it, so another leader has to decide.",
                        case.display_name,
                    )
                )

    def _check_not_over(self):
        for case in self:
            if case.state in OVER:
                raise UserError(
                    self.env._(
                        "Case %s is over. Only its accountability can still be"
                        " decided.",
                        case.display_name,
                    )
                )

    def _check_may_direct(self):
        """Refuse changes of unit, salesperson and deadline without rights to direct."""
        for case in self:
            if not case._is_user_above():
                raise AccessError(
                    self.env._(
                        "Case %s, fields Unit, Accountable Salesperson and Recovery"
                        " Deadline: only a manager of the unit or the customer service"
                        " department can change them, and not the person who answers"
                        " for the case.",
                        case.display_name,
                    )
                )

    def _check_may_decide(self):
        """Refuse decisions by the accountable person and by users without rights."""
        decider = self._is_decider()
        for case in self:
            if case.accountable_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "Case %s, field Accountability: you answer for it, so somebody"
                        " else has to decide.",
                        case.display_name,
                    )
                )
            if not decider:
                raise AccessError(
                    self.env._(
                        "Case %s, field Accountability: only a manager of the unit, the"
                        " customer service department or a leader can decide.",
                        case.display_name,
                    )
                )

    def _is_user_above(self):
        """Return whether the user is of the department or manages the unit."""
        user = self.env.user
        return user != self.accountable_id and (
            user in self.sales_unit_id.supervisor_ids or user.has_group(SERVICE)
        )

    def _is_decider(self):
        return any(map(self.env.user.has_group, DECIDERS))

    @api.model
    def _get_cases_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_blacklist_case_action"
        )
        return action | {"domain": domain, "context": {}}

    def _record_standings_today(self):
        """Record the standings of the cases today, and refresh the block banners."""
        # sudo: no user has rights to write standings
        standings = self.env["telecom.blacklist.standing"].sudo()
        for company, cases in self.grouped("company_id").items():
            standings._record_standings(cases, company._telecom_today())
        for model in ("res.partner", "sale.order", "crm.lead"):
            self.env[model].invalidate_model(
                ["sales_block_state", "sales_block_message"], flush=False
            )

    def _describe_approval(self):
        """Return what putting clients on the blacklist does, in figures."""
        return self.env._(
            "%(count)s clients go on the blacklist: %(names)s. %(amount)s are overdue."
            " None of their orders can be confirmed until they are released.",
            count=len(self),
            names=self._get_client_names(),
            amount=self._format_overdue(),
        )

    def _describe_refusal(self):
        """Return what refusing proposals does, in figures."""
        return self.env._(
            "The blacklisting of %(count)s clients is refused: %(names)s. %(amount)s"
            " stay overdue, and the cases get a new deadline.",
            count=len(self),
            names=self._get_client_names(),
            amount=self._format_overdue(),
        )

    def _describe_release(self):
        """Return what releasing clients does, in figures."""
        return self.env._(
            "%(count)s clients are taken off the blacklist: %(names)s. %(amount)s are"
            " overdue. Their orders can be confirmed again.",
            count=len(self),
            names=self._get_client_names(),
            amount=self._format_overdue(),
        )

    def _describe_refused_release(self):
        """Return what refusing releases does, in figures."""
        return self.env._(
            "%(count)s clients stay on the blacklist: %(names)s. %(amount)s are"
            " overdue.",
            count=len(self),
            names=self._get_client_names(),
            amount=self._format_overdue(),
        )

    def _get_client_names(self):
        # sudo: whoever reads a case reads the name of its client
        return format_list(self.env, self.sudo().partner_id.mapped("name"))

    def _format_overdue(self):
        """Return what is overdue of all cases, by currency."""
        return format_list(
            self.env,
            [
                formatLang(
                    self.env, sum(cases.mapped("overdue_now")), currency_obj=currency
                )
                for currency, cases in self.grouped("currency_id").items()
            ],
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(LEADER):
            return None
        proposed = Domain("state", "=", "proposed") & Domain(
            "proposed_by_id", "!=", user.id
        )
        release = Domain("state", "=", "release_proposed") & Domain(
            "release_proposed_by_id", "!=", user.id
        )
        return proposed | release
