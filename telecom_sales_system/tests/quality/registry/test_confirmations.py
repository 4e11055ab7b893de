from lxml import etree

from odoo.tests import TransactionCase, tagged

# What cannot be taken back, or hurts somebody, begins with one of these words.
ACTS = (
    "apply approve cancel close confirm dismiss grant issue pay prove publish put"
    " refuse reject release run_and_close withdraw"
).split()
# These can be taken back by the other button, as often as one likes.
TAKEN_BACK_BY = {
    ("telecom.visit", "action_cancel"): "action_plan",
    ("telecom.experience.note", "action_publish"): "action_withdraw",
    ("telecom.experience.note", "action_withdraw"): "action_publish",
    ("telecom.maintenance.expense", "action_approve"): "action_refuse",
    ("telecom.setup.step", "action_put_away"): "action_start",
}
# Enters the same in many rows; each can be changed afterwards.
HARMLESS = {("telecom.maintenance.activity", "action_confirm_all_present")}


@tagged("post_install", "-at_install")
class TestConfirmations(TransactionCase):
    """Buttons of acts that cannot be taken back ask first.

    All buttons of our models, found in their views: a new one joins by itself. Dialogs
    (transient models) are the question themselves.
    """

    def _iterate_buttons(self, model, node):
        """Yield (model, button) of the object buttons below a node of a view."""
        for child in node.iterchildren(etree.Element):
            if child.tag == "button" and child.get("type") == "object":
                yield model, child
            inner = model
            if child.tag == "field" and len(child):
                inner = self.env[model._fields[child.get("name")].comodel_name]
            yield from self._iterate_buttons(inner, child)

    def _find_buttons(self):
        views = self.env["ir.ui.view"].search(
            [
                ("model", "=like", "telecom.%"),
                ("type", "in", ("form", "list", "kanban")),
                ("mode", "=", "primary"),
            ]
        )
        for view in views:
            model = self.env[view.model]
            if not model._transient and not model._abstract:
                arch = etree.fromstring(view.get_combined_arch())
                yield from self._iterate_buttons(model, arch)

    def test_buttons_ask(self):
        seen = set()
        for model, button in self._find_buttons():
            method = button.get("name")
            key = (model._name, method)
            word = method.removeprefix("action_")
            if (
                key in TAKEN_BACK_BY
                or key in HARMLESS
                or not word.startswith(tuple(ACTS))
            ):
                continue
            seen.add(key)
            with self.subTest(model=model._name, method=method):
                settings = getattr(getattr(type(model), method), "asks_first", None)
                self.assertTrue(settings, "has no question")
                self.assertIn("telecom_asks", button.get("context", ""))
                self.assertTrue(callable(getattr(model, settings["describe"])))
        self.assertIn(("telecom.assessment", "action_publish"), seen)
        self.assertIn(("telecom.blacklist.case", "action_release"), seen)

    def test_whatever_asks_is_asked(self):
        """A button of an act with a question sends that it wants to be asked."""
        for model, button in self._find_buttons():
            method = getattr(type(model), button.get("name"), None)
            if getattr(method, "asks_first", None):
                with self.subTest(model=model._name, method=button.get("name")):
                    self.assertIn("telecom_asks", button.get("context", ""))

    def test_exceptions_have_a_way_back(self):
        for (name, method), back in TAKEN_BACK_BY.items():
            with self.subTest(model=name):
                self.assertTrue(hasattr(self.env[name], method))
                self.assertTrue(hasattr(self.env[name], back))

    def test_whoever_hurts_somebody_says_why(self):
        """Refusals and dismissals ask for a reason, or have a field for it."""
        answered = {("telecom.assessment.objection", "action_refuse")}  # the answer
        for name, model in self.env.items():
            for method in dir(type(model)):
                settings = getattr(
                    getattr(type(model), method, None), "asks_first", None
                )
                hurts = method.startswith(("action_refuse", "action_dismiss"))
                if settings and hurts and (name, method) not in answered:
                    with self.subTest(model=name, method=method):
                        self.assertTrue(settings["needs_reason"])
                        self.assertTrue(hasattr(model, "message_post"))
