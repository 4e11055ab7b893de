"""What the matrix is about: models, a record of each, and values to try with it."""

import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.orm.model_classes import is_model_definition
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from ...common import GROUPS
from ..common import AccessCommon
from .doors import ALLOWED, Doors
from .final import NEVER_FINAL, FinalStates

ADDONS = "telecom_sales_"
HOME, AWAY = "home", "away"
# By which field a record belongs to a unit or a person, the first that there is;
# else it belongs to what its record is a part of.
OWNERS = (
    "unit_id",
    "sales_unit_id",
    "telecom_unit_id",
    "home_unit_id",
    "salesperson_id",
    "accountable_id",
    "surveyor_id",
    "order_partner_id",
    "partner_id",
    "invoice_user_id",
    "requested_by_id",
    "author_id",
)
MOST_CHANGES = 8
TEXT_FIRST = ("char", "text", "html", "integer", "float", "monetary", "date")


class MatrixRows(Doors, FinalStates, AccessCommon):
    """Letters has a manager, too; a record of Cili is strange to its two, and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch_manager = cls._create_user("branch_manager", "unit_manager")
        cls.branch.manager_id = cls.branch_manager
        cls.client = cls.expense.partner_id
        cls.others = {
            "salesperson": cls.bert.user_id,
            "unit_manager": cls.branch_manager,
        }
        company = {
            "company_id": cls.env.company.id,
            "company_ids": [Command.set(cls.env.company.ids)],
        }
        cls.users = cls.users | {
            "accountant": new_test_user(
                cls.env, "accountant", "account.group_account_user", **company
            ),
            "portal": new_test_user(
                cls.env, "portal_client", "base.group_portal", **company
            ),
        }
        cls.users["portal"].partner_id.parent_id = cls.client
        export = cls.env.ref("base.group_allow_export")
        for role, user in (*cls.users.items(), *cls.others.items()):
            if role != "portal":
                user.sudo().group_ids += export
        cls.sister = cls.env["res.company"].sudo().create({"name": "Sister"})
        every = ("salesperson", "unit_manager", "service", "leader", "auditor")
        cls.stranger = new_test_user(
            cls.env,
            "stranger",
            ",".join(GROUPS + role for role in every),
            company_id=cls.sister.id,
            company_ids=[Command.set(cls.sister.ids)],
        )
        cls.stranger.sudo().group_ids += export
        cls._choose_records()
        cls.env.flush_all()
        cls.models = cls._find_models()
        cls.rows = {}

    @classmethod
    def _choose_records(cls):
        """Records that belong to Anna or her client, also of Odoo's models."""
        env = cls.env(su=True)
        anna = cls.anna.user_id
        order = env["sale.order"].search([("user_id", "=", anna.id)], limit=1)
        order.order_line = [Command.create({"product_id": cls.letter_product.id})]
        invoice = env["account.move"].search(
            [("partner_id", "=", cls.client.id), ("amount_residual", "=", 0)], limit=1
        )
        file = env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a"}
            | {"res_model": cls.expense._name, "res_id": cls.expense.id}
        )
        cls.chosen = {
            "account.move": invoice,
            "account.move.line": invoice.line_ids[:1],
            "calendar.event": cls.meeting,
            "crm.lead": env["crm.lead"].create(
                {"name": "Lead", "partner_id": cls.client.id, "user_id": anna.id}
            ),
            "ir.attachment": file,
            # Of a person; what the program logs nobody changes.
            "mail.message": cls.expense.message_post(
                body=cls.expense.name, message_type="comment"
            ),
            "res.company": cls.env.company,
            "res.partner": cls.client,
            "res.partner.bank": env["res.partner.bank"].create(
                {"partner_id": cls.client.id, "acc_number": "1"}
            ),
            "res.users": anna,
            "sale.order": order,
            "sale.order.line": order.order_line[:1],
            "crm.team": cls.team,
        }
        contest = env["telecom.contest"].search([("state", "=", "running")], limit=1)
        override = env["telecom.order.override"].search([], limit=1)
        override.case_ids = cls.case
        values = env["telecom.metric.value"]
        cls.chosen |= {
            "telecom.contest": contest,
            "telecom.contest.category": contest.category_ids[:1],
            "telecom.contest.band": contest.category_ids.band_ids[:1],
            "telecom.metric.value": values.search(
                [("salesperson_id", "=", cls.anna.id)], limit=1
            ),
        }

    # ------------------------------------------------------------
    # MODELS
    # ------------------------------------------------------------

    @classmethod
    def _find_models(cls):
        """Return ``{model: room}`` of ours, and of Odoo's with a class of ours."""
        found = {}
        for name, model in cls.env.registry.items():
            ours = [
                base.__module__
                for base in model._base_classes__
                if is_model_definition(base) and base._module.startswith(ADDONS)
            ]
            if ours and not model._abstract:
                # ... telecom_sales_system.models.clients.contact.base
                found[name] = ours[-1].partition(ADDONS)[2].split(".")[2]
        return dict(sorted(found.items()))

    def _is_ours(self, name):
        return name.startswith("telecom.")

    # ------------------------------------------------------------
    # A RECORD OF EACH MODEL
    # ------------------------------------------------------------

    def _get_row(self, name):
        """Return a record of a model, rather one of Cili or Letters than of all."""
        if name not in self.rows:
            self.rows[name] = self._find_row(self.env[name].sudo())
        return self.env[name].sudo().browse(self.rows[name].id)

    def _find_row(self, model):
        if model._name in self.chosen:
            return self.chosen[model._name]
        domain = []
        if "company_id" in model._fields:
            domain = [("company_id", "in", [self.env.company.id, False])]
        records = model.with_context(active_test=False).search(domain, limit=400)
        by_side = records.grouped(self._get_side)
        found = by_side.get(HOME) or by_side.get(AWAY) or records
        if not found and self._is_ours(model._name):
            raise AssertionError(f"{model._name}: AccessCommon has no record of it")
        return found[:1] or self._insert_row(model, self.env.user)

    def _get_side(self, record):
        """Return whether a record belongs to Cili, to Letters, or to neither."""
        record = record.sudo()
        for _step in range(6):
            if record._name == "telecom.sales.unit":
                near = {self.county: HOME, self.outlet: HOME, self.branch: AWAY}
                return near.get(record.sudo(False))
            if record._name == "res.users":
                people = record.env["telecom.salesperson"]
                person = people.search([("user_id", "=", record.id)])
                managers = {self.county_manager: HOME, self.branch_manager: AWAY}
                if not person:
                    return managers.get(record.sudo(False))
                record = person
            record = self._get_owner(record)
            if not record:
                return None
        return None

    def _get_owner(self, record):
        """Return what a record belongs to: a unit, a person, a client, its whole."""
        for name in OWNERS:
            if record[name] if name in record._fields else False:
                return record[name]
        if record._name == "res.partner" and record.parent_id:
            return record.parent_id
        for field in record._fields.values():
            is_part = field.type == "many2one" and field.store and field.required
            if is_part and self._is_ours(field.comodel_name):
                if field.ondelete == "cascade":
                    return record[field.name]
        return None

    def _insert_row(self, model, user):
        """Insert a record past its rules: a wizard as its user has opened it."""
        now = fields.Datetime.now()
        vals = {"create_uid": user.id, "write_uid": user.id}
        vals |= {"create_date": now, "write_date": now}
        for name, field in model._fields.items():
            if field.store and field.required and field.column_type and name != "id":
                vals[name] = self._make_value(field, now, user)
        columns = SQL(", ").join(map(SQL.identifier, vals))
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(model._table),
                columns,
                tuple(vals.values()),
            )
        )
        return model.browse(self.env.cr.fetchone()[0])

    def _make_value(self, field, now, user):
        if field.type == "many2one":
            if self.env[field.comodel_name]._transient:
                return self._insert_row(self.env[field.comodel_name].sudo(), user).id
            if field.comodel_name in self.models:
                return self._get_row(field.comodel_name).id
            comodel = self.env[field.comodel_name].sudo()
            return comodel.with_context(active_test=False).search([], limit=1).id
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if field.type in ("date", "datetime"):
            return now
        if field.type == "boolean":
            return True
        return 1 if field.type in ("integer", "float", "monetary") else "x"

    # ------------------------------------------------------------
    # VALUES TO TRY
    # ------------------------------------------------------------

    def _is_guarded(self, model, name):
        return hasattr(model, "_is_guarded_field") and model._is_guarded_field(name)

    def _is_final_kind(self, row):
        """Return whether records of the model have a final state."""
        names = [base._name for base in type(row).__mro__ if hasattr(base, "_name")]
        if row._name in NEVER_FINAL or row._transient:
            return False
        return bool({"telecom.state.mixin", "telecom.state.part.mixin"} & set(names))

    def _make_row_final(self, row):
        """Put a record, or what it is a part of, into a final state.

        :return: names of the fields that it keeps then
        """
        is_part = hasattr(row, "_get_wholes")
        self._make_final(row._get_wholes() if is_part else row)
        if is_part:
            return set(row._kept_fields or row._fields)
        if not row._is_final():
            return set()
        return set(filter(row._is_kept_field, row._fields))

    def _get_changes(self, row, names=None):
        """Return some changes of one field each, that somebody could try."""
        found = []
        order = {kind: number for number, kind in enumerate(TEXT_FIRST)}
        tried = sorted(
            row._fields.values(), key=lambda field: order.get(field.type, len(order))
        )
        for field in tried:
            name = field.name
            if (
                field.store
                and field.column_type
                and name not in (*MAGIC_COLUMNS, "company_id", "parent_path")
                and (field.compute is None or not field.readonly)
                and not self._is_guarded(row, name)
                and (names is None or name in names)
            ):
                if (value := self._get_other_value(row, name)) is not None:
                    found.append(self._to_json({name: value}))
        return found[:MOST_CHANGES]

    @mute_logger("odoo.sql_db")
    def _get_new_values(self, row):
        """Return values of a further record, which the program could create.

        Those of the record, or with another text, day and year where one has to differ.
        """
        model = row.browse()
        try:
            with self._undone():
                vals = row.copy_data()[0]
        except UserError:
            vals = {}
        for name, field in row._fields.items():
            if field.store and field.required and not field.compute:
                vals.setdefault(
                    name, row._convert_to_write({name: row[name]}).get(name)
                )
        for name in list(vals):
            if self._is_guarded(model, name) or name in MAGIC_COLUMNS:
                vals.pop(name)
        variants = [self._shift_values(row, vals, step) for step in range(4)]
        for variant in variants:
            done = self._call_in_process(
                self.env.ref("base.user_root"), row._name, "create", variant
            )
            if done[0] == ALLOWED:
                return variant
        return variants[0]

    def _shift_values(self, row, vals, step):
        """Return values with another text (1), also another day (2) and year (3)."""
        shifted = {}
        for name, value in vals.items():
            kind = row._fields[name].type if name in row._fields else None
            if step and kind == "char" and value:
                value = f"{value}{step}"
            if step > 1 and kind in ("date", "datetime") and value:
                moment = fields.Datetime.to_datetime(value) + timedelta(days=370)
                value = moment if kind == "datetime" else moment.date()
            if step > 2 and kind == "integer" and name == "year":
                value += 1
            shifted[name] = value
        return self._to_json(shifted)

    @staticmethod
    def _to_json(vals):
        return json.loads(json.dumps(vals, default=lambda value: str(value)))

    def _get_export_paths(self, model, names):
        """Return columns of an export: of linked records the ids, as names tell more.

        An external id would be made for it.
        """
        paths = [
            f"{name}/.id" if model._fields[name].type == "many2one" else name
            for name in names
            if name != "id"
        ]
        return [".id", *paths]

    def _get_read_fields(self, model):
        """Return the stored fields that a user may read of a model, but rows."""
        return [
            name
            for name, field in model._fields.items()
            if field.store
            and field.column_type
            and field.type != "binary"
            and model._has_field_access(field, "read")
        ]
