from contextlib import contextmanager

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import AccessCommon

# These answer by a transient record of the auditor's own, which nobody else sees.
ANSWERED_IN_A_WIZARD = {
    ("telecom.assessment", "action_open_heat"),
    ("telecom.circular", "action_verify"),
}
SOME = 4  # records in different states, as the data has them


@tagged("post_install", "-at_install")
class TestAccessButtons(AccessCommon):
    """Buttons that the auditor is shown read, or are refused."""

    @contextmanager
    def _read_only(self):
        """Let PostgreSQL refuse every change, and undo the refusal afterwards."""
        self.env.flush_all()
        with self.assertRaises(InterruptedError), self.env.cr.savepoint():
            self.env.cr.execute(SQL("SET TRANSACTION READ ONLY"))
            yield
            self.env.flush_all()
            raise InterruptedError
        self.env.invalidate_all()

    def _buttons(self, model, node):
        """Yield (model, method) of the buttons below a node of a view."""
        for child in node.iterchildren(etree.Element):
            if child.tag == "button" and child.get("type") == "object":
                yield model._name, child.get("name")
            inner = model
            if child.tag == "field" and len(child):
                inner = self.env[model._fields[child.get("name")].comodel_name]
            yield from self._buttons(inner, child)

    def _shown_buttons(self):
        shown = set()
        for table in self._telecom_models():
            model = self.env[table._name]
            if not model.has_access("read"):
                continue  # the user sees no view of it
            views = self.env["ir.ui.view"].sudo()
            kinds = ("form", "list", "kanban")
            for view in views.search(
                [
                    ("model", "=", model._name),
                    ("type", "in", kinds),
                    ("mode", "=", "primary"),
                ]
            ):
                arch = model.get_view(view.id, view.type)["arch"]
                shown.update(self._buttons(model, etree.fromstring(arch)))
        return shown

    def test_buttons_of_the_auditor_write_nothing(self):
        self.env = self.env(user=self.auditor)
        shown = self._shown_buttons()
        self.assertIn(("telecom.period", "action_open_entries"), shown)
        self.assertLessEqual(ANSWERED_IN_A_WIZARD, shown)
        for name, method in sorted(shown - ANSWERED_IN_A_WIZARD):
            records = self.env[name].search([], limit=SOME)
            with self.subTest(model=name, method=method):
                self.assertTrue(records)
            for record in records:
                with self.subTest(record=record, method=method), self._read_only():
                    try:
                        getattr(record, method)()
                    except (AccessError, UserError):
                        self.env.invalidate_all(flush=False)  # as a rollback does
