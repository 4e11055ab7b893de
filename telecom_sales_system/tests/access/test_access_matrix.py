"""Each model, role and operation, tried over HTTP; docs/access.md is what was found."""

import os
import re
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons import __path__ as addons_path

from .common import AccessCommon
from .matrix.doors import ALLOWED, CHECKED, REFUSED, RIGHTS
from .matrix.hostile import ALL_KEYS, FORGED, find_context_keys, forge_guarded_fields
from .matrix.rows import ADDONS, AWAY, HOME, MatrixRows
from .matrix.table import (
    COMMAND,
    FINAL,
    OPERATIONS,
    OTHER,
    OWN,
    PAGE,
    compress,
    render_page,
)
from .rooms import (
    arrears,
    assessment,
    circulars,
    clients,
    dashboard,
    fieldwork,
    organisation,
    performance,
)
from .rooms.rights import COMMON, OWN_AND_UNIT, SHARED, STAFF, UNIT

ROOMS = (organisation, performance, clients, fieldwork, arrears, assessment, circulars)
ROOMS += (dashboard,)
REACH = {model: room.REACH[model] for room in ROOMS for model in room.REACH}
WRITES = "CWUK"
ON_ROWS = OPERATIONS.replace("C", "")
# What contexts open in Odoo itself
OPEN_IN_ODOO = {
    ("accountant", "account.move.line"): "check_move_validity, dynamic_unlink",
    ("accountant", "account.payment"): "force_delete",
}
# Guarded fields that a role enters all the same
ENTERED = {("service", "telecom.visit", "done_at"): "visits on paper, of the past"}
# One method for each right to a model: where a role lacks the right, the other methods
# that need it are called in the process, as all that they meet is the same refusal.
RIGHTS_ALONE = {"read", "create", "write", "unlink"}
# With this in the environment the page is written, not compared.
WRITE_PAGE = "TELECOM_WRITE_ACCESS"


@freeze_time("2026-04-15 02:00:00")
@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixRows):
    """All models of ours and all of Odoo that we extend; a new one joins by itself."""

    cells = None

    def setUp(self):
        super().setUp()
        kind = type(self)
        if kind.cells is None:
            kind.cells, kind.opened, kind.shown = {}, [], []
            with mute_logger("odoo.http", "odoo.sql_db", "odoo.orm.domains"):
                self._fill_cells()

    # ------------------------------------------------------------
    # THE MATRIX
    # ------------------------------------------------------------

    def _fill_cells(self):
        tried = {name: self._prepare_model(name) for name in self.models}
        for role, user in self.users.items():
            self._try_role(role, user, tried, HOME)
        for role, user in self.others.items():
            self._try_role(role, user, tried, AWAY)

    def _prepare_model(self, name):
        row = None if self.env[name]._transient else self._get_row(name)
        if row is None:
            return row, None, {}, [{}]
        side = self._get_side(row)
        new = self._get_new_values(row) if row._auto else {}
        return row, side, new, (row._auto and self._get_changes(row)) or [{}]

    def _try_role(self, role, user, tried, side):
        """Try each model as a user of a role who works in Cili, or in Letters."""
        self._sign_in(user)
        for name, (row, row_side, new, changes) in tried.items():
            if row is None:
                if side == HOME:
                    self._try_wizard(role, user, name)
                continue
            is_other = role in self.others and (row_side or HOME) != side
            if side == AWAY and row_side is None:
                continue
            part = OTHER if is_other else OWN
            self._try_part(role, user, part, row, new, changes)
            own = self.cells[name, part, role]
            if part == OWN and self._is_final_kind(row) and not own:
                self._keep_cell(name, FINAL, role, "")
            elif part == OWN and self._is_final_kind(row):
                with self._undone():
                    kept = self._make_row_final(row)
                    self._try_final(role, user, row, self._get_changes(row, kept))

    def _try_wizard(self, role, user, name):
        """A wizard that the user opened, and one that somebody else opened."""
        with self._undone():
            row = self._insert_row(self.env[name].sudo(), user)
            foreign = self._insert_row(self.env[name].sudo(), self.env.user)
            changes = self._get_changes(row) or [{}]
            self._try_part(role, user, OWN, row, {}, changes)
            for method, *args in (
                ("read", foreign.ids),
                ("write", foreign.ids, changes[0]),
                ("unlink", foreign.ids),
            ):
                answer = self._call_in_process(user, name, method, *args)
                if answer[0] == ALLOWED and self._is_ours(name):
                    self.shown.append(f"{role}: {name}.{method} of somebody else")

    def _get_calls(self, user, row, new, change):
        """Return ``{letter: (method, arguments)}``."""
        model, ids = row.with_user(user).browse(), row.ids
        names = self._get_read_fields(model)
        return {
            "R": ("read", ids, names),
            "S": ("search", [("id", "in", ids)]),
            "G": ("formatted_read_group", [("id", "in", ids)], [], ["__count"]),
            "X": ("export_data", ids, self._get_export_paths(model, names)),
            "O": ("onchange", ids, change, list(change), {"display_name": {}}),
            "C": ("create", new),
            "W": ("write", ids, change),
            "U": ("unlink", ids),
            "K": ("copy", ids),
        }

    def _judge(self, letter, outcome, result, has_right=False):
        """Return the letter of an answer, or "".

        It is small where somebody with the right to the model was refused by a check.
        """
        if letter in "RS" and outcome == ALLOWED:
            return letter if result else ""
        if letter == "G" and outcome == ALLOWED:
            return letter if result and result[0]["__count"] else ""
        small = letter.lower() if has_right and letter != "X" else ""
        return {ALLOWED: letter, CHECKED: small, REFUSED: ""}[outcome]

    def _try_part(self, role, user, part, row, new, changes):
        """Try all operations over HTTP, and what was refused again as a hostile one."""
        name = row._name
        change = self._choose_change(user, row, changes)
        letters = {}
        calls = self._get_calls(user, row, new, change)
        for letter, (method, *args) in calls.items():
            has_right = self._has_right(user, name, method)
            if has_right or method in RIGHTS_ALONE:
                answer = self._call_over_http(name, method, *args)
            else:
                answer = self._call_in_process(user, name, method, *args)
            letters[letter] = self._judge(letter, *answer, has_right)
        self._keep_cell(name, part, role, letters.values())
        may_write = self._has_right(user, name, "write")
        # One after the other, as the cache stays from call to call.
        for letter, (method, *args) in calls.items():
            # Without a right to the model it does not matter whose the record is.
            is_tried = part == OWN or self._has_right(user, name, method)
            if is_tried and not letters[letter].isupper():
                tried = [args]
                if letter == "W" and may_write:
                    tried = [(row.ids, other) for other in changes]
                for arguments in tried:
                    self._try_hostile(role, user, part, name, letter, method, arguments)

    def _choose_change(self, user, row, changes):
        """Return the first change that the user may write, or the first."""
        if row.with_user(user).browse().has_access("write"):
            for change in changes:
                answer = self._call_in_process(
                    user, row._name, "write", row.ids, change
                )
                if answer[0] == ALLOWED:
                    return change
        return changes[0]

    def _get_contexts(self):
        keys = dict.fromkeys(find_context_keys(), True) | ALL_KEYS
        companies = (self.env.company | self.sister).ids
        return [
            keys,
            {"allowed_company_ids": companies},
            {"allowed_company_ids": self.sister.ids},
        ]

    def _has_right(self, user, name, method):
        model = self.env[name].with_user(user)
        return model.has_access(RIGHTS.get(method, "read"))

    def _try_hostile(self, role, user, part, name, letter, method, args):
        contexts = self._get_contexts()
        if not self._has_right(user, name, method):
            # Companies matter to record rules only.
            contexts = contexts[:1]
        for context in contexts:
            answer = self._call_in_process(user, name, method, *args, context=context)
            is_open = self._judge(letter, *answer).isupper()
            if is_open and (role, name) not in OPEN_IN_ODOO:
                what = f"{role}, {part}: {name}.{method}({args}) by {sorted(context)}"
                self.opened.append(what)

    def _try_final(self, role, user, row, changes):
        """Try a final record: reading as it is, the rest by a hostile context."""
        self.env.flush_all()
        name, hostile = row._name, self._get_contexts()[0]
        change = (changes or [{}])[0]
        letters = {}
        for letter, (method, *args) in self._get_calls(user, row, {}, change).items():
            if letter not in "ROWU":
                continue
            context = {} if letter in "RO" else hostile
            answer = self._call_over_http(name, method, *args, context=context)
            has_right = self._has_right(user, name, method)
            letters[letter] = self._judge(letter, *answer, has_right)
            if letter == "W" and not changes:
                letters[letter] = ""
            elif letter in "WU":
                for other in changes if letter == "W" else [None]:
                    plain = [row.ids, other] if other else [row.ids]
                    for context in ({}, hostile):
                        answer = self._call_in_process(
                            user, name, method, *plain, context=context
                        )
                        if answer[0] == ALLOWED:
                            letters[letter] = letter
        if letters["R"]:
            letters["R"] = "RSG"
        self._keep_cell(name, FINAL, role, letters.values())

    def _keep_cell(self, name, part, role, letters):
        self.cells[name, part, role] = "".join(letters)

    # ------------------------------------------------------------
    # THE PAGE
    # ------------------------------------------------------------

    def test_page(self):
        """docs/access.md is what the command writes."""
        text = render_page(self._get_names(), self.cells)
        if os.environ.get(WRITE_PAGE):
            PAGE.write_text(text)
        if PAGE.parent.is_dir():
            self.maxDiff = None
            self.assertEqual(PAGE.read_text(), text, f"rights changed? {COMMAND}")

    def _get_names(self):
        """Return ``[(room, model, English name, Chinese name)]``."""
        found = []
        chinese = {}
        for name, room in self.models.items():
            record = self.env["ir.model"].sudo()._get(name)
            module = self.env[name]._original_module
            if module not in chinese:
                chinese[module] = self._read_chinese_names(module)
            english = record.with_context(lang="en_US").name
            key = f"{module}.model_{name.replace('.', '_')}"
            found.append((room, name, english, chinese[module].get(key, "")))
        return sorted(found, key=lambda row: (not self._is_ours(row[1]), row[1]))

    @staticmethod
    def _read_chinese_names(module):
        """Return ``{external id of a model: its Chinese name}``."""
        found = {}
        for folder in addons_path:
            path = Path(folder, module, "i18n", "zh_CN.po")
            for block in path.read_text().split("\n\n") if path.exists() else ():
                text = re.search(r'^msgstr "(.+)"', block, re.MULTILINE)
                for key in re.findall(r"model:ir\.model,name:(\S+)", block):
                    found[key] = text[1] if text else ""
        return found

    # ------------------------------------------------------------
    # WHAT HOLDS FOR ALL CELLS
    # ------------------------------------------------------------

    def _get_letters(self, letters, **keys):
        """Yield ``(model, part, role)`` of cells that hold one of some letters."""
        for (name, part, role), found in self.cells.items():
            if set(letters) & set(found):
                yield name, part, role

    def test_all_cells_were_tried(self):
        own = {(name, role) for name, part, role in self.cells if part == OWN}
        self.assertEqual(len(own), len(self.models) * len(self.users))
        self.assertGreater(len(self.models), 110)

    def test_no_context_opens_what_is_refused(self):
        self.assertEqual(self.opened, [])
        self.assertLessEqual({"telecom_mine", "default_kind"}, find_context_keys())

    def test_nobody_changes_what_is_final(self):
        found = [cell for cell in self._get_letters("WU") if cell[1] == FINAL]
        self.assertEqual(found, [])
        final = {name for name, part, _role in self.cells if part == FINAL}
        self.assertGreater(len(final), 24)

    def test_auditor_and_users_without_a_role_change_nothing(self):
        """Of ours nothing; of Odoo the auditor no more than one without a role."""
        found = []
        for name, part, role in self._get_letters(WRITES):
            if role not in ("auditor", "plain", "accountant", "portal"):
                continue
            if self._is_ours(name) and not self.env[name]._transient:
                found.append((name, part, role))
            elif role == "auditor" and not self._is_ours(name):
                plain = self.cells[name, part, "plain"]
                if set(self.cells[name, part, role]) & set(WRITES) - set(plain):
                    found.append((name, part, role))
        self.assertEqual(found, [])

    def test_portal_and_visitors_read_nothing_of_ours(self):
        found = [
            cell
            for cell in self._get_letters(OPERATIONS)
            if cell[2] == "portal" and self._is_ours(cell[0])
        ]
        visitor = self.env.ref("base.public_user").sudo()
        for name in filter(self._is_ours, self.models):
            for method, *args in (
                ("search", []),
                ("create", {}),
                ("web_search_read", [], {}),
                ("default_get", ["name"]),
            ):
                for context in ({}, *self._get_contexts()):
                    answer = self._call_in_process(
                        visitor, name, method, *args, context=context
                    )
                    if answer[0] == ALLOWED and answer[1] not in ({}, []):
                        found.append((name, method))
        self.assertEqual(found, [])

    @mute_logger("odoo.http")
    def test_nobody_calls_without_a_session(self):
        self.authenticate(None, None)
        answer = self._call_over_http("res.partner", "search", [])
        self.assertEqual(answer[0], REFUSED)

    def test_users_without_a_role_read_nothing_of_ours(self):
        """But their own wizards, which tell nothing."""
        found = [
            cell
            for cell in self._get_letters("RSGX")
            if cell[2] in ("plain", "accountant")
            and self._is_ours(cell[0])
            and not self.env[cell[0]]._transient
        ]
        self.assertEqual(found, [])

    def test_units_read_what_the_model_says(self):
        """Salespeople and unit managers, of records of their own and of other units."""
        ours = [n for n in self.models if self._is_ours(n)]
        stored = {name for name in ours if not self.env[name]._transient}
        self.assertEqual(set(REACH), stored, "declare it in tests/access/rooms")
        found = []
        for (name, part, role), letters in self.cells.items():
            if name not in REACH or part == FINAL or role not in self.others:
                continue
            reads = bool(set("RSGXOWUK") & set(letters))
            own = part == OWN
            expected = {
                COMMON: True,
                OWN_AND_UNIT: own,
                UNIT: own and role == "unit_manager",
                STAFF: False,
            }[REACH[name]]
            if reads != expected:
                found.append((name, part, role, compress(letters)))
        self.assertEqual(found, [])
        self.assertEqual(self.shown, [])

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_other_company_sees_nothing(self):
        """Somebody with all roles in another company, with this one in the context."""
        self._sign_in(self.stranger)
        context = {"allowed_company_ids": (self.env.company | self.sister).ids}
        found = []
        for name in filter(self._is_ours, self.models):
            if self.env[name]._transient or name in SHARED:
                continue
            row = self._get_row(name)
            change = (row._auto and self._get_changes(row) or [{}])[0]
            calls = self._get_calls(self.stranger, row, {}, change)
            for letter in ON_ROWS:
                method, *args = calls[letter]
                answers = [
                    self._call_in_process(
                        self.stranger, name, method, *args, context=hostile
                    )
                    for hostile in ({}, *self._get_contexts())
                ]
                if letter in "SW":
                    answers.append(
                        self._call_over_http(name, method, *args, context=context)
                    )
                if any(self._judge(letter, *answer).isupper() for answer in answers):
                    found.append((name, method, answers))
        self.assertEqual(found, [])

    def test_search_group_and_export_tell_what_can_be_read(self):
        """One row by one in the table; here all rows of each role, counted."""
        found = [
            (key, letters)
            for key, letters in self.cells.items()
            if key[1] != FINAL and len(set("RSG") & set(letters)) not in (0, 3)
        ]
        found += [
            (key, letters)
            for key, letters in self.cells.items()
            if "X" in letters and "R" not in letters
        ]
        self.assertEqual(found, [])
        for role, user in self.users.items():
            for name in filter(self._is_ours, self.models):
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(role=role, model=name):
                    model = model.with_context(**self._get_contexts()[0])
                    ids = model.search([]).ids
                    readable = model.sudo().search([])
                    readable = readable.sudo(False)._filtered_access("read")
                    self.assertEqual(set(ids), set(readable.ids))
                    [[count]] = model._read_group([], [], ["__count"])
                    self.assertEqual(count, len(ids))

    @mute_logger("odoo.sql_db")
    def test_fields_of_a_group(self):
        """A field of ours that is not for a role is told by no operation."""
        found, tried = [], 0
        for role, user in self.users.items():
            for name in self.models:
                row = self.env[name].sudo()
                model = row.with_user(user).sudo(False)
                if not model.has_access("read") or model._transient:
                    continue
                for field in self._get_hidden_fields(model):
                    tried += 1
                    ids = self._get_row(name).ids
                    for method, *args in (
                        ("read", ids, [field.name]),
                        ("export_data", ids, [field.name]),
                        ("search", [self._get_condition(self._get_row(name), field)]),
                        ("search", [], 0, 1, field.name),
                        ("formatted_read_group", [], [field.name]),
                    ):
                        answer = self._call_in_process(
                            user, name, method, *args, context=self._get_contexts()[0]
                        )
                        if answer[0] == ALLOWED and answer[1]:
                            found.append((role, str(field), method))
        self.assertEqual(found, [])
        self.assertGreater(tried, 30)

    def _get_condition(self, row, field):
        """Return a condition by which a search would tell the value of a field."""
        value = row[field.name]
        if field.relational:
            return (field.name, "in", value.ids or [False])
        if not value and field.type in FORGED:
            # Some search methods do not know empty values.
            return (field.name, "<=", FORGED[field.type])
        return (field.name, "=", str(value) if isinstance(value, date) else value)

    def _get_hidden_fields(self, model):
        """Return the fields of ours that a user may not read."""
        return [
            field
            for field in model._fields.values()
            if all(module.startswith(ADDONS) for module in field._modules or ["-"])
            and not model._has_field_access(field, "read")
        ]

    @mute_logger("odoo.sql_db")
    def test_no_role_sets_a_guarded_field(self):
        """By values, by defaults of the context, by a copy or in a form."""
        found, tried = [], 0
        for name in self.models:
            model = self.env[name]
            names = [
                field.name
                for field in model._fields.values()
                if field.store and self._is_guarded(model, field.name)
            ]
            if not names or model._transient:
                continue
            row = self._get_row(name)
            forged = self._to_json(forge_guarded_fields(row, names))
            new = self._get_new_values(row)
            for role, user in self.users.items():
                may = row.with_user(user).browse().has_access
                if may("create") or may("write"):
                    tried += 1
                    found += self._find_forged(role, user, row, new, forged)
        self.assertEqual(found, [])
        self.assertGreater(tried, 50)

    def _find_forged(self, role, user, row, new, forged):
        """Return the guarded fields that a user sets, and how."""
        name, found = row._name, []
        before, usual = self._get_values(row, forged), {}

        def keep_usual(env, made):
            usual.update(self._get_values(env[name].browse(made), forged))

        def compare(env, result):
            record = row if result is True else env[name].browse(result)
            expected = before if result is True else usual
            found.extend(
                (role, name, field, method)
                for field, value in self._get_values(record, forged).items()
                if value != expected.get(field, value)
                and (value == forged[field] or isinstance(forged[field], list))
                and (role, name, field) not in ENTERED
            )

        self._call_in_process(user, name, "create", new, after=keep_usual)
        for method, args, context in self._get_forgeries(row, new, forged):
            if not self._has_right(user, name, method):
                continue
            self._call_in_process(
                user, name, method, *args, context=context, after=compare
            )
        return found + self._find_forged_in_form(role, user, name, forged)

    def _get_values(self, record, names):
        values = {
            name: record._fields[name].convert_to_write(record[name], record)
            for name in names
        }
        return self._to_json(values)

    def _get_forgeries(self, row, new, forged):
        """Return ``[(method, arguments, context)]`` of calls that would set a field."""
        hostile = self._get_contexts()[0]
        by_default = hostile | {f"default_{name}": forged[name] for name in forged}
        calls = [("create", [new], by_default), ("copy", [row.ids], by_default)]
        for name, value in forged.items():
            vals = {name: value}
            calls += [
                ("write", [row.ids, vals], {}),
                ("write", [row.ids, vals], hostile),
                ("create", [new | vals], hostile),
                ("copy", [row.ids, vals], hostile),
            ]
        return calls

    def _find_forged_in_form(self, role, user, name, forged):
        """Return the guarded fields that a new form takes from its context."""
        shown = []
        defaults = {f"default_{field}": value for field, value in forged.items()}
        for context in ({}, defaults):
            _outcome, answer = self._call_in_process(
                user,
                name,
                "onchange",
                *([], {}, [], {field: {} for field in forged}),
                context=self._get_contexts()[0] | context,
            )
            shown.append(answer.get("value", {}) if isinstance(answer, dict) else {})
        usual, values = shown
        return [
            (role, name, field, "onchange")
            for field, value in forged.items()
            if field in values and values[field] == value != usual.get(field)
        ]


@tagged("post_install", "-at_install")
class TestAccessRules(AccessCommon):
    """Record rules of the models: of companies, and about people."""

    def test_every_model_of_a_company_keeps_companies_apart(self):
        """A global rule on the company for every model that has one."""
        for model in self._telecom_models():
            if "company_id" in model._fields:
                rules = self._rules(model).filtered(lambda rule: not rule.groups)
                domains = " ".join(rules.mapped("domain_force"))
                with self.subTest(model=model._name):
                    self.assertIn("company_id", domains)

    def test_every_model_about_a_person_shows_salespeople_their_own_only(self):
        """A rule for salespeople and one for managers, wherever a person is named."""
        groups = ["salesperson", "unit_manager", "service", "leader", "auditor"]
        for model in self._telecom_models():
            about_person = {"salesperson_id", "certificate_no"} & set(model._fields)
            if about_person:
                ruled = self._rules(model).groups
                with self.subTest(model=model._name):
                    for name in groups:
                        group = f"telecom_sales_system.group_telecom_{name}"
                        self.assertIn(self.env.ref(group), ruled)

    def _rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model._name)])
