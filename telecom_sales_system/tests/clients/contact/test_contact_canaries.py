"""Every model that a role reads, over HTTP: no answer tells contact data."""

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.clients.contact.contact_copies import CLIENT, find_contact_copies
from .canaries import CANARIES, HOSTILE, WRONG, CanaryCommon

TEXT = ("char", "text", "html")
MOST_ROWS = 300
# Models with a copy of contact data, of which the test makes no record, and why.
WITHOUT_RECORD = {}


@tagged("post_install", "-at_install")
class TestContactCanaries(CanaryCommon):
    """As a salesperson, and as a unit manager of another unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copies = find_contact_copies(cls.env)

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
            if name.startswith("ir.") or not everything.search_count([], limit=1):
                continue
            swept += 1
            with self.subTest(model=name):
                self._sweep_model(model.with_user(user))
        self.assertGreater(swept, 60)

    def _sweep_model(self, model):
        fields = model.fields_get()
        ids = self._read_all(model, fields)
        self._export_all(model, fields, ids)
        self._group_all(model, fields)
        self._search_all(model, fields)

    def _read_all(self, model, fields):
        spec = {}
        for name, field in fields.items():
            spec[name] = {}
            if field.get("relation"):
                spec[name] = {"fields": {"display_name": {}}, "context": HOSTILE}
        context = {"context": HOSTILE}
        order = "id desc"
        result, error = self._call(
            model._name, "web_search_read", [], spec, limit=MOST_ROWS, **context
        )
        if error:
            for name, part in spec.items():
                self._call(
                    model._name,
                    "web_search_read",
                    [],
                    {name: part},
                    limit=MOST_ROWS,
                    order=order,
                    **context,
                )
            result = {"records": []}
        self._call(model._name, "name_search", "", limit=MOST_ROWS, **context)
        return [row["id"] for row in result["records"]]

    def _export_all(self, model, fields, ids):
        if not ids:
            return
        names = [name for name, field in fields.items() if field.get("exportable", 1)]
        _data, error = self._call(
            model._name, "export_data", ids, names, context=HOSTILE
        )
        if error:
            for name in names:
                self._call(model._name, "export_data", ids, [name], context=HOSTILE)
        for name in self._relations(fields, CLIENT):
            for part in ("phone", "email", "street", "display_name"):
                path = f"{name}/{part}"
                self._call(model._name, "export_data", ids, [name, path])

    def _group_all(self, model, fields):
        names = [
            name
            for name, field in fields.items()
            if field.get("groupable") and (field["type"] in TEXT)
        ]
        names += self._relations(fields, CLIENT, "many2one")
        context = {"context": HOSTILE}
        if names:
            sets = [[name] for name in names]
            arguments = ([], sets, ["__count"])
            _rows, error = self._call(
                model._name, "formatted_read_grouping_sets", *arguments, **context
            )
            for name in names if error else ():
                arguments = ([], [name], ["__count"])
                self._call(model._name, "formatted_read_group", *arguments, **context)

    def _search_all(self, model, fields):
        """Search by canaries and by what nobody has: the number of rows is the same."""
        names = [
            name
            for name, field in fields.items()
            if field.get("searchable") and field["type"] in TEXT
        ]
        for name in self._relations(fields, CLIENT):
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
        if names and self._count(model, names) is None:
            for name in names:
                self._count(model, [name])

    def _count(self, model, names):
        """Return the number of rows with a word, the same for right and wrong ones."""
        found = {}
        for word in (*CANARIES, WRONG):
            domain = ["|"] * (len(names) - 1) + [
                (name, "ilike", word) for name in names
            ]
            found[word], error = self._call(
                model._name, "search_count", domain, context={"active_test": False}
            )
            if error:
                return None
        told = {word for word in CANARIES if found[word] != found[WRONG]}
        if told and len(names) > 1:
            told = {name for name in names if self._count(model, [name])}
        self.assertFalse(told, f"{model._name}: a search by {names} tells {told}")
        return 0

    @staticmethod
    def _relations(fields, comodel, *types):
        return [
            name
            for name, field in fields.items()
            if field.get("relation") == comodel
            and field.get("searchable")
            and (not types or field["type"] in types)
        ]
