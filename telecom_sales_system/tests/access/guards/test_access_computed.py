"""Stored fields that the program computes are set by nobody else, at no door."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ...common import GROUPS
from ...rpc import RpcCase
from ..common import AccessCommon
from ..matrix.hostile import FORGED

# Computed fields that people edit, each with its reason.
EDITABLE = {
    "crm.team.complete_on": "corrected by the department, which its own guard checks",
    "res.company.telecom_circular_pattern": "a proposal for a setting",
    "res.company.telecom_lang": "a proposal for a setting",
    "res.company.telecom_tz": "a proposal for a setting",
    "telecom.revenue.line.rate.company_id": "the line's or the clerk's: a guard checks",
    "telecom.assessment.indicator.scheme_id": "its section's: a constraint checks",
    "telecom.assessment.scheme.start_month": "a proposed month, kept once in use",
    "telecom.circular.body": "the template's text, which the author goes on writing",
    "telecom.circular.closing": "as the body",
    "telecom.circular.copy_to": "as the body",
    "telecom.circular.heading": "as the body",
    "telecom.circular.title": "as the body",
    "telecom.circular.audience_unit_ids": "proposed recipients",
    "telecom.grade.review.effective_on": "a proposed day, kept once approved",
    "telecom.integrity.case.liable_unit_ids": "proposed units, kept once decided",
    "telecom.integrity.case.year": "a proposed year, one of the proposal's fields",
    "telecom.maintenance.activity.level": "a proposed kind, kept once done",
    "telecom.maintenance.activity.stop": "a proposed end",
    "telecom.maintenance.expense.budget_id": "a proposed budget, one of the proposal's",
    "telecom.tier.review.kind": "a proposed kind, kept once computed",
    "telecom.tier.review.opening_day": "a proposed day, kept once computed",
    "telecom.training.attendance.unit_id": "of people who are no salespeople",
    "telecom.training.session.stop": "a proposed end",
    "telecom.visit.kind": "a proposed kind, kept once done",
    "telecom.visit.stop": "a proposed end",
    "telecom.target": "months, which the target's own guard checks",
}
# Values without effect: one finds the person, from whom the field is computed, and
# one is computed again at once.
NOT_REFUSED_AT_CREATION = {
    "res.partner.is_key_client",
    "telecom.training.attendance.salesperson_id",
}
# The client file has a guard of its own, as Odoo's merge writes unchanged values; no
# role may write the steps of the setup page.
OWN_GUARD = {"res.partner.is_key_client", "telecom.setup.step.sequence"}
# Computed at the installation; administrators alone change companies.
OF_ADMINISTRATORS = {"res.company.telecom_arrears_started_on"}
REFUSALS = (
    "directly|follows from the tier|stays as it is|who alone can change it"
    "|before the approval only"
)
# Other stored fields for reading only that have no guard of the mixin
READ_ONLY = {
    "account.move.line.telecom_is_disputed": "as accountants set No Follow-Up",
    "res.company.telecom_is_sample": "administrators alone change companies",
    "res.company.telecom_log_frequency_from": "administrators alone change companies",
    "res.company.telecom_samples_confirmed_on": "administrators alone change companies",
    "res.company.telecom_setup_put_away": "administrators alone change companies",
    "res.company.telecom_watched_on": "administrators alone change companies",
    "res.partner.key_client_since": "its own guard: the department corrects the day",
    "telecom.client.service.history.company_id": "the department corrects the history",
}
# What the roles of ours leave out
FURTHER_GROUPS = (
    "base.group_system",
    "base.group_partner_manager",
    "sales_team.group_sale_manager",
    "account.group_account_manager",
)


@tagged("post_install", "-at_install")
class TestAccessComputed(AccessCommon, RpcCase):
    """All models: ours, and those of Odoo that we extend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("service", "leader", "auditor")
        cls.chief = new_test_user(
            cls.env,
            "chief",
            groups=",".join([*(GROUPS + role for role in roles), *FURTHER_GROUPS]),
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )
        cls.client = cls.env["res.partner"].search([("tier_id", "!=", False)], limit=1)
        logs = cls.env["telecom.sales.log"].with_user(cls.anna.user_id)
        cls.log = logs.create(
            {"salesperson_id": cls.anna.id, "date": "2026-01-21", "plan": "-"}
        )
        cls.note = cls.env["telecom.experience.note"].search([], limit=1)
        cls.row = cls.training.attendance_ids
        # Each with a value that nobody entered
        cls.forged = [
            (cls.client, "is_key_client", False),
            (cls.training, "is_large", True),
            (cls.training, "large_on", "1999-12-31"),
            (cls.training, "attended_count", 40),
            (cls.training, "passed_count", 40),
            (cls.row, "passed", True),
            (cls.row, "result", "passed"),
            (cls.log, "unit_id", cls.branch.id),
            (cls.log, "team_id", cls.team.id),
            (cls.log, "date_from", "1999-12-31"),
            (cls.county, "supervisor_ids", [Command.link(cls.anna.user_id.id)]),
            (cls.anna, "unit_id", cls.branch.id),
            (cls.team, "is_complete", True),
            (cls.meeting, "telecom_held_on", False),
            (cls.meeting, "telecom_is_held", True),
            (cls.note, "author_id", cls.bert.user_id.id),
        ]
        cls.env.flush_all()

    def _get_computed_fields(self):
        """Return the stored fields that our addons compute, of all models."""
        return [
            field
            for model in self.env.values()
            if not (model._abstract or model._transient or not model._auto)
            for field in model._fields.values()
            if field.store
            and field.compute
            and any(module.startswith("telecom_sales_") for module in field._modules)
        ]

    def _forge(self, field, record):
        """Return a value for a field that it does not have."""
        if field.type == "selection":
            return [v for v in field.get_values(self.env) if v != record[field.name]][0]
        if field.type == "many2one":
            return self.env[field.comodel_name].sudo().search([], limit=1).id
        if field.type in ("many2many", "one2many"):
            other = self.env[field.comodel_name].sudo().search([], limit=1)
            return [Command.link(other.id)]
        if field.type == "boolean":
            return not record[field.name]
        return FORGED[field.type]

    def test_every_computed_field(self):
        """Refused, or in the list above with its reason."""
        computed = self._get_computed_fields()
        self.assertGreater(len(computed), 80)
        editable, guarded = set(), 0
        for field in computed:
            if not field.readonly:
                is_month = field.model_name == "telecom.target"
                editable.add(field.model_name if is_month else str(field))
                continue
            if str(field) in OF_ADMINISTRATORS:
                continue
            model = self.env[field.model_name].with_user(self.chief)
            record = model.sudo().search([], limit=1)
            vals = {field.name: self._forge(field, record)}
            with self.subTest(field=str(field)):
                if str(field) not in OWN_GUARD:
                    self.assertTrue(model._is_guarded_field(field.name))
                if model.has_access("create") and (
                    str(field) not in NOT_REFUSED_AT_CREATION
                ):
                    new = vals | ({"name": "x"} if "name" in model._fields else {})
                    if field.type == "boolean":
                        new[field.name] = True
                    with self._refused(UserError, REFUSALS):
                        model.create(new)
                if model.has_access("write"):
                    guarded += 1
                    self.assertTrue(record)
                    with self._refused(UserError, REFUSALS):
                        record.with_user(self.chief).write(vals)
        self.assertGreater(guarded, 40)
        self.assertEqual(editable, set(EDITABLE))

    def test_every_field_for_reading_only(self):
        """``readonly`` guards a screen only: guarded, written by nobody, or above."""
        rights = self.env["ir.model.access"].sudo()
        written = rights.search(
            ["|", ("perm_write", "=", True), ("perm_create", "=", True)]
        ).model_id.mapped("model")
        found = {
            str(field)
            for model in self.env.values()
            if not (model._abstract or model._transient or not model._auto)
            and model._name in written
            for field in model._fields.values()
            if field.store
            and field.readonly
            and not field.compute
            and field.name not in MAGIC_COLUMNS
            and any(module.startswith("telecom_sales_") for module in field._modules)
            and not (
                hasattr(model, "_is_guarded_field")
                and model._is_guarded_field(field.name)
            )
        }
        self.assertEqual(found, set(READ_ONLY))

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_every_door(self):
        """Write, save, import, copy, and defaults of the call and of the user."""
        for record, name, value in self.forged:
            before = record.sudo()[name]
            model = record._name
            key = [".id", name if record._fields[name].relational else name]
            with self.subTest(field=f"{model}.{name}"):
                calls = [
                    ("write", record.ids, {name: value}),
                    ("web_save", record.ids, {name: value}, {name: {}}),
                    ("copy", record.ids, {name: value}),
                ]
                if record._rec_name == "name":
                    calls.append(("name_create", "x"))
                for call in calls:
                    context = {f"default_{name}": value}
                    made, error = self._call_kw(
                        self.chief, model, *call, context=context
                    )
                    if call[0] in ("write", "web_save"):
                        self.assertRegex(error or "", "directly|follows from|buttons")
                    elif made and value:
                        made = made[0] if isinstance(made, list) else made
                        new = self.env[model].sudo().browse(made)
                        self.assertNotEqual(
                            record._fields[name].convert_to_write(new[name], new), value
                        )
                self._call_kw(self.chief, model, "load", key, [[record.id, value]])
                self.env.invalidate_all()
                self.assertEqual(record.sudo()[name], before)

    @mute_logger("odoo.http")
    def test_rows_of_a_parent(self):
        """Commands for the rows of a record pass the guard of the row."""
        for commands in (
            [Command.update(self.row.id, {"passed": True})],
            [Command.create({"user_id": self.bert.user_id.id, "passed": True})],
        ):
            _result, error = self._call_kw(
                self.chief,
                "telecom.training",
                "write",
                self.training.ids,
                {"attendance_ids": commands},
            )
            self.assertIn("cannot be set directly", error)

    def test_program_still_computes(self):
        """Forty people come: 40 attended, a large course, since today."""
        self.env.company.telecom_large_training = 1
        self.training.action_hold()
        self.training.action_mark_attended()
        self.assertEqual(self.training.attended_count, 1)
        self.assertTrue(self.training.is_large and self.training.large_on)


@tagged("post_install", "-at_install")
class TestAccessHandover(AccessCommon, RpcCase):
    """Who serves a client is decided by the department, and by managers in units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.mine = partners.search([("client_manager_id", "=", cls.anna.id)])
        cls.theirs = partners.search([("client_manager_id", "=", cls.bert.id)])
        cls.carl = cls._create_salesperson("carl", "C-003", cls.outlet)
        may_write = cls.env.ref("base.group_partner_manager")
        sellers = cls.anna.user_id | cls.county_manager | cls.users["plain"]
        sellers.sudo().group_ids += may_write
        cls.env.flush_all()

    def _write(self, user, client, **vals):
        self.env.invalidate_all()
        client.with_user(user).write(vals)

    def test_salesperson(self):
        """Neither takes a client, nor gives one away, nor makes one a key client."""
        client = self.mine
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": client.id}
        )
        for record, vals in (
            (client, {"client_manager_id": self.carl.id}),
            (client, {"client_manager_id": False}),
            (client, {"deputy_manager_id": self.carl.id}),
            (client, {"sales_unit_id": self.branch.id}),
            (client, {"sales_unit_id": False}),
            (shop, {"client_manager_id": self.anna.id}),
            (shop, {"sales_unit_id": self.county.id}),
            (buyer, {"client_manager_id": self.carl.id}),
        ):
            with self.subTest(**vals):
                with self._refused(AccessError, "hands clients over"):
                    self._write(self.anna.user_id, record, **vals)
        with self._refused(AccessError, "follows from the tier"):
            self._write(self.anna.user_id, client, is_key_client=False)
        with self._refused(AccessError, "set with the first tier"):
            self._write(self.anna.user_id, client, key_client_since="1999-12-31")
        with self._refused(AccessError, "hands clients over"):
            self._write(self.anna.user_id, client, parent_id=shop.id, is_company=False)

    def test_salesperson_goes_on_working(self):
        """New firms, contacts of own clients that move, and unchanged values."""
        user = self.anna.user_id
        partners = self.env["res.partner"].with_user(user)
        shop = partners.create({"name": "Shop", "is_company": True})
        buyer = partners.create({"name": "Buyer", "parent_id": self.mine.id})
        self.assertEqual(buyer.client_manager_id, self.anna)
        self.assertTrue(buyer.is_key_client)
        self._write(user, self.mine, client_manager_id=self.anna.id, phone="1")
        self._write(user, buyer, parent_id=shop.id)
        self.assertFalse(buyer.client_manager_id or buyer.is_key_client)
        self._write(user, buyer, parent_id=self.mine.id)
        self.assertEqual(buyer.sudo().sales_unit_id, self.county)
        self._write(user, buyer, parent_id=False)
        self.assertFalse(buyer.sudo().sales_unit_id)
        again = partners.create(
            {"name": "B", "parent_id": self.mine.id, "client_manager_id": self.anna.id}
        )
        self.assertEqual(again.client_manager_id, self.anna)

    @mute_logger("odoo.http")
    def test_salesperson_at_other_doors(self):
        """Defaults of the call and of the user, a copy, and a merge."""
        user = self.anna.user_id
        values = {
            "sales_unit_id": self.county.id,
            "client_manager_id": self.anna.id,
            "key_client_since": "1999-12-31",
            "is_key_client": True,
        }
        for name, value in values.items():
            made, error = self._call_kw(
                user,
                "res.partner",
                "create",
                [{"name": "Shop", "is_company": True}],
                context={f"default_{name}": value},
            )
            if made:
                shop = self.env["res.partner"].sudo().browse(made)
                self.assertFalse(shop[name])
            else:
                self.assertIn("hands clients over", error)
        made, error = self._call_kw(user, "res.partner", "copy", self.mine.ids)
        self.assertIn("hands clients over", error)

    def test_unit_manager(self):
        """Within Cili and its outlet; neither from Letters nor to it."""
        user = self.county_manager
        self._write(user, self.mine, client_manager_id=self.carl.id)
        self._write(user, self.mine, sales_unit_id=self.outlet.id)
        self._write(user, self.mine, deputy_manager_id=self.anna.id)
        self._write(user, self.mine, deputy_manager_id=False)
        for vals in (
            {"sales_unit_id": self.branch.id},
            {"client_manager_id": self.bert.id},
            {"deputy_manager_id": self.bert.id},
        ):
            with self.subTest(**vals), self._refused(AccessError, "hands clients over"):
                self._write(user, self.mine, **vals)
        with self._refused(AccessError, "."):
            self._write(user, self.theirs, sales_unit_id=self.county.id)
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        self._write(
            user, shop, sales_unit_id=self.county.id, client_manager_id=self.anna.id
        )

    def test_department_and_others(self):
        self._write(
            self.service,
            self.theirs,
            sales_unit_id=self.county.id,
            client_manager_id=self.anna.id,
        )
        self._write(self.service, self.theirs, key_client_since="2020-01-01")
        with self._refused(AccessError, "follows from the tier"):
            self._write(self.service, self.theirs, is_key_client=False)
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        with self._refused(AccessError, "hands clients over"):
            self._write(self.users["plain"], shop, sales_unit_id=self.branch.id)
        new = self.env["res.partner"].with_user(self.users["plain"])
        self.assertFalse(new.create({"name": "Supplier"}).sales_unit_id)

    def test_screen(self):
        """The fields are for reading where the user may not hand over."""
        for user, may in (
            (self.anna.user_id, False),
            (self.county_manager, True),
            (self.service, True),
        ):
            with Form(self.mine.with_user(user)) as form:
                self.assertEqual(form.may_hand_over, may)
        industry = self.env["res.partner.industry"].sudo()
        industry = industry.create({"name": "Brewing", "manager_id": self.carl.id})
        with Form(self.env["res.partner"].with_user(self.anna.user_id)) as form:
            form.name = "Distillery"
            form.industry_id = industry.with_user(self.anna.user_id)
            self.assertFalse(form.client_manager_id)
