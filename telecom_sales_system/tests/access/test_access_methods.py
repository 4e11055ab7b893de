"""Public methods, which anybody can call, check who calls them."""

import inspect

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..common import GROUPS
from .common import AccessCommon

OURS = ".telecom_sales_"
# Methods of Odoo that our models extend, called with what they take; the matrix does.
OF_THE_ORM = {"create", "write", "unlink", "copy", "copy_data", "default_get", "init"}


@tagged("post_install", "-at_install")
class TestAccessMethods(AccessCommon):
    """Every public method of ours, on a record of each model that has it.

    Whoever may write nothing changes nothing by it: counted are the rows that
    PostgreSQL changes, in all tables but those of dialogs.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sister = cls.env["res.company"].sudo().create({"name": "Sister"})
        every = ("salesperson", "unit_manager", "service", "leader", "auditor")
        cls.stranger = new_test_user(
            cls.env,
            "stranger",
            ",".join(GROUPS + role for role in every),
            company_id=sister.id,
            company_ids=[Command.set(sister.ids)],
        )
        cls.portal = new_test_user(cls.env, "portal_client", "base.group_portal")

    def _get_methods(self):
        """Return ``(model, method)`` that RPC can call without further arguments."""
        found = set()
        for name, model in self.env.items():
            if model._abstract or not model._auto:
                continue
            for attribute, method in inspect.getmembers(type(model), callable):
                module = getattr(inspect.unwrap(method), "__module__", None) or ""
                if attribute.startswith("_") or OURS not in f".{module}":
                    continue
                if attribute in OF_THE_ORM or not inspect.isfunction(method):
                    continue
                try:
                    get_public_method(model, attribute)
                except AccessError:
                    continue
                found.add((name, attribute))
        return found

    def _count_changes(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
                  FROM pg_stat_xact_user_tables
                """
            )
        )
        dialogs = {model._table for model in self.env.values() if model._transient}
        return {(table, n) for table, n in rows if table not in dialogs}

    def _find_arguments(self, model, attribute):
        """Return values for the further arguments of a method, by their names."""
        method = get_public_method(model, attribute)
        names = list(inspect.signature(method).parameters.values())[1:]
        return [
            1 if parameter.name in ("latitude", "longitude", "year") else []
            for parameter in names
            if parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]

    @mute_logger("odoo.sql_db", "odoo.http")
    def test_whoever_writes_nothing_changes_nothing(self):
        methods = self._get_methods()
        self.assertGreater(len(methods), 150)
        self.assertIn(("telecom.period", "action_run_and_close"), methods)
        for name, attribute in sorted(methods):
            model = self.env[name]
            record = model.sudo().search([], limit=1, order="id desc")
            arguments = self._find_arguments(model, attribute)
            for user in (self.auditor, self.users["plain"], self.portal, self.stranger):
                before = self._count_changes()
                try:
                    with self.env.cr.savepoint():
                        mine = record.with_user(user)
                        if getattr(getattr(mine, attribute), "_api_model", False):
                            mine = mine.browse()
                        getattr(mine, attribute)(*arguments)
                        self.env.flush_all()
                except Exception:  # noqa: BLE001 - refused, for any reason
                    self.env.invalidate_all(flush=False)
                    self.env.cr.precommit.clear()
                changed = self._count_changes() - before
                with self.subTest(model=name, method=attribute, user=user.login):
                    self.assertEqual({table for table, _n in changed}, set())
