"""Every model that a role reads, over HTTP: no answer tells contact data."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.clients.contact.contact_copies import CLIENT, find_contact_copies
from .canaries import CANARIES, HOSTILE, WRONG, CanaryCommon

TEXT = ("char", "text", "html")
MOST_ROWS = 300
# Models with a copy of contact data, of which the test makes no record, and why.
WITHOUT_RECORD = {
    "account.journal": "accounts of the bureau itself",
    "account.setup.bank.manual.config": "accounts of the bureau itself",
    "mail.compose.message": "addresses of its author",
    "payment.transaction": "for accountants only",
    "portal.wizard.user": "for whom the wizard is opened, see test_contact_links",
    "snailmail.letter": "sent by a service on the internet",
}
# Odoo's own description of itself, which every user reads in great number.
TECHNICAL = ("ir.model", "ir.module", "ir.ui", "ir.actions", "res.lang", "res.currency")


@tagged("post_install", "-at_install")
class TestContactCanaries(CanaryCommon):
    """As a salesperson, and as a unit manager of another unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copies = find_contact_copies(cls.env)
        # Names that a call refused, by model
        cls.refused = defaultdict(set)

    def test_every_model_with_a_copy_has_a_record(self):
        """A new model that copies contact data needs a record in canaries.py."""
        missing = []
        for name, copies in self.copies.items():
            paths = set().union(*copies.values())
            domain = Domain.OR([(path, "in", self.hidden.ids)] for path in paths)
            model = self.env[name].sudo().with_context(active_test=False)
            if not model.search_count(domain) and name not in WITHOUT_RECORD:
                missing.append((name, sorted(copies), sorted(paths)))
        self.assertEqual(missing, [])

    def test_salesperson_is_told_nothing(self):
        self._sweep("anna")

    def test_manager_of_another_unit_is_told_nothing(self):
        self._sweep("county_manager")

    def test_canaries_are_there(self):
        """The same calls tell whoever reads all clients."""
        self.service.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.env.flush_all()
        self._sign_in(self.service)
        for model, names in (
            (CLIENT, ["phone"]),
            ("crm.lead", ["email_from"]),
            ("mail.message", ["email_from"]),
        ):
            with (
                self.subTest(model=model),
                self.assertRaisesRegex(AssertionError, "tells contact data"),
            ):
                self._call(model, "search_read", [], names)

    # ------------------------------------------------------------
    # THE SWEEP
    # ------------------------------------------------------------

    @mute_logger("odoo.http", "odoo.sql_db", "odoo.orm.domains")
    def _sweep(self, login):
        """Read, export, group and search all models with records as a user."""
        user = self.users[login]
        self._sign_in(user)
        swept = 0
        for name, model in self.env.items():
            if model._abstract or not model.with_user(user).has_access("read"):
                continue
            everything = model.sudo().with_context(active_test=False)
            if name.startswith(TECHNICAL) or not everything.search_count([], limit=1):
                continue
            swept += 1
            with self.subTest(model=name):
                self._sweep_model(model.with_user(user))
        self.assertGreater(swept, 60)

    def _sweep_model(self, model):
        fields = model.fields_get()
        ids = self._read_all(model, fields)
        self._search_all(model, fields)
        if ids:
            self._export_all(model, fields, ids)
            self._group_all(model, fields)

    def _call_with_all(self, model, names, call):
        """Call with all names, and with each alone that was refused before.

        Remembering them, by any call of any user, spares the search for what is
        refused; nothing is left out.
        """
        refused = self.refused[model._name]
        together = [name for name in names if name not in refused]
        result = None
        for part in (together, *([name] for name in names if name in refused)):
            result = (part and self._call_with_fewer(part, call, refused)) or result
        return result

    def _call_with_fewer(self, names, call, refused):
        """Call with all names, or, if one cannot be asked for, with fewer each time."""
        result, error = call(names)
        if error and len(names) == 1:
            refused.update(names)
        elif error:
            half = len(names) // 2
            for part in (names[:half], names[half:]):
                result = self._call_with_fewer(part, call, refused) or result
        return result

    def _read_all(self, model, fields):
        spec = {
            name: {"fields": {"display_name": {}}, "context": HOSTILE}
            if field.get("relation")
            else {}
            for name, field in fields.items()
        }
        found = self._call_with_all(
            model,
            list(spec),
            lambda names: self._call(
                model._name,
                "web_search_read",
                [],
                {name: spec[name] for name in names},
                limit=MOST_ROWS,
                order="id desc",
                context=HOSTILE,
            ),
        )
        return [row["id"] for row in found["records"]] if found else []

    def _export_all(self, model, fields, ids):
        names = [name for name, field in fields.items() if field.get("exportable", 1)]
        paths = [f"{name}/phone" for name in self._relations(fields, CLIENT)]
        for columns in filter(None, (names, paths)):
            self._call_with_all(
                model,
                columns,
                lambda part: self._call(
                    model._name, "export_data", ids, part, context=HOSTILE
                ),
            )

    def _group_all(self, model, fields):
        names = [
            name
            for name, field in fields.items()
            if field.get("groupable") and field["type"] in TEXT
        ]
        names += self._relations(fields, CLIENT, "many2one")
        if names:
            self._call_with_all(
                model,
                names,
                lambda part: self._call(
                    model._name,
                    "formatted_read_grouping_sets",
                    [],
                    [[name] for name in part],
                    ["__count"],
                    context=HOSTILE,
                ),
            )

    def _search_all(self, model, fields):
        """Search by canaries and by what nobody has: the number of rows is the same."""
        names = [
            name
            for name, field in fields.items()
            if field.get("searchable")
            and field["type"] in TEXT
            and name != "display_name"
        ]
        for name in self._relations(fields, CLIENT):
            names += [name]
            names += [f"{name}.{part}" for part in ("email", "phone", "street", "vat")]
        for name, field in fields.items():
            if field.get("searchable") and field.get("relation") in self.copies:
                comodel = self.env[field["relation"]]
                names += [
                    f"{name}.{part}"
                    for part in self.copies[comodel._name]
                    if comodel._fields[part].type in TEXT
                    and comodel._fields[part]._description_searchable
                ]
        if names:
            self._call_with_all(model, names, lambda part: self._count(model, part))

    def _count(self, model, names):
        """Return the number of rows with a word, the same for right and wrong ones."""
        found = []
        for words in (CANARIES, (WRONG,)):
            terms = [(name, "ilike", word) for name in names for word in words]
            domain = ["|"] * (len(terms) - 1) + terms
            number, error = self._call(
                model._name, "search_count", domain, context={"active_test": False}
            )
            if error:
                return None, error
            found.append(number)
        right, wrong = found
        self.assertEqual(right, wrong, f"{model._name}: a search tells, by {names}")
        return wrong, None

    @staticmethod
    def _relations(fields, comodel, *types):
        return [
            name
            for name, field in fields.items()
            if field.get("relation") == comodel
            and field.get("searchable")
            and (not types or field["type"] in types)
        ]
