from collections import Counter

from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged

from ..common import NAME

AUDITOR = f"{NAME}.group_telecom_auditor"
# What people read on the telephone
CARDS = (
    "telecom.arrears.item",
    "telecom.assessment",
    "telecom.assessment.line",
    "telecom.blacklist.case",
    "telecom.circular",
    "telecom.client.survey",
    "telecom.client.whitespace",
    "telecom.grade.review",
    "telecom.grade.review.line",
    "telecom.maintenance.activity",
    "telecom.maintenance.expense",
    "telecom.performance.entry",
    "telecom.sales.log",
    "telecom.target",
    "telecom.tier.review",
    "telecom.tier.review.line",
    "telecom.visit",
)


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    """What annoys on a screen is looked for in all views and names of our models."""

    def _get_views(self, *kinds):
        """Yield ``(view, its root node)`` of our models and ours of host models."""
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.ui.view")], order="res_id"
        )
        for view in self.env["ir.ui.view"].browse(records.mapped("res_id")):
            if view.type in kinds and (view.type == "qweb" or view.model in self.env):
                yield view, etree.fromstring(view.get_combined_arch())

    def _get_fields(self, model, node):
        """Yield ``(node, field)`` of a view and of the views within its fields."""
        for child in node:
            field = None
            if child.tag == "field":
                field = self.env[model]._fields.get(child.get("name"))
                if field:
                    yield child, field
            below = field.comodel_name if field and field.relational else model
            yield from self._get_fields(below, child)

    def test_a_year_is_no_quantity(self):
        """2026, not 2,026: a year in a form or list has no thousands separator."""
        shown = [
            (view.name, node)
            for view, root in self._get_views("form", "list")
            for node, field in self._get_fields(view.model, root)
            if field.type == "integer"
            and field.name.split("_")[-1] == "year"
            and not (node.get("invisible") == node.get("column_invisible") == "1")
        ]
        self.assertIn("telecom.integrity.case.list", [name for name, _node in shown])
        self.assertEqual(
            [
                f"{name}: {node.get('name')}"
                for name, node in shown
                if "'enable_formatting': False" not in node.get("options", "")
            ],
            [],
        )

    def _get_shown(self, *kinds):
        """Return ``[(view, node, field)]`` of what people see in these views."""
        return [
            (view.name, node, field)
            for view, root in self._get_views(*kinds)
            for node, field in self._get_fields(view.model, root)
            if not {"1", "True"} & {node.get("invisible"), node.get("column_invisible")}
        ]

    def _get_names(self, found):
        return [f"{name}: {node.get('name')}" for name, node, _field in found]

    def test_days_have_one_style(self):
        """2026-11-03 everywhere: as a word, this year's days would lack the year."""
        days = [
            (name, node, field)
            for name, node, field in self._get_shown("form", "list", "kanban")
            if field.type in ("date", "datetime")
            and node.get("widget") in (None, "date", "datetime")
            and field.model_name.startswith(("telecom.", "res.partner"))
        ]
        self.assertIn("telecom.duty.list: due_on", self._get_names(days))
        wordy = [
            row for row in days if "'numeric': True" not in row[1].get("options", "")
        ]
        self.assertEqual(self._get_names(wordy), [])

    def test_figures_of_metrics_have_the_unit_of_the_metric(self):
        """40 clients, not 40.00, next to 40.00 yuan: models that know the measure."""
        figures = [
            (name, node, field)
            for name, node, field in self._get_shown("form", "list", "kanban")
            if field.type == "float"
            and field.get_digits(self.env) == (16, 2)
            and "measure" in self.env[field.model_name]._fields
            # Percents whatever the metric
            and field.name != "attainment"
        ]
        self.assertIn("telecom.target.list: amount", self._get_names(figures))
        self.assertIn("telecom.metric.value.list: month", self._get_names(figures))
        bare = [row for row in figures if row[1].get("widget") != "telecom_figure"]
        self.assertEqual(self._get_names(bare), [])

    def test_a_tier_has_one_colour(self):
        """Where a tier is read, it is a badge in the colour that the tier keeps."""
        chosen = {
            "telecom.tier.review.line.list: tier_id",
            "telecom.tier.review.line.list.opening: tier_id",
            "telecom.maintenance.activity.form: tier_floor_id",
        }
        # The department may choose it on the client's page.
        department = "telecom_sales_system.group_telecom_service"
        tiers = [
            (name, node, field)
            for name, node, field in self._get_shown("form", "list", "kanban")
            if field.comodel_name == "telecom.client.tier"
            and node.get("groups") != department
        ]
        self.assertIn("res.partner.list.client: tier_id", self._get_names(tiers))
        bare = [row for row in tiers if row[1].get("widget") != "telecom_tier_badge"]
        self.assertEqual(set(self._get_names(bare)) - chosen, set())

    def test_amounts_of_lists_have_a_total(self):
        """But what is no part of a sum: thresholds, states of several days, ranks."""
        no_sum = {
            "telecom.arrears.balance.list",
            "telecom.client.tier.history.list",
            "telecom.client.tier.list",
            "telecom.period.problem.list",
        }
        lists = [
            (view.name, node)
            for view, root in self._get_views("list")
            if view.name not in no_sum
            for node in root.xpath("/list/field")
            if self.env[view.model]._fields[node.get("name")].type == "monetary"
            and not {"1", "True"} & {node.get("column_invisible")}
        ]
        self.assertGreater(len(lists), 20)
        self.assertEqual(
            [
                f"{name}: {node.get('name')}"
                for name, node in lists
                if not node.get("sum")
            ],
            [],
        )

    def _get_actions(self):
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.actions.act_window")]
        )
        return self.env["ir.actions.act_window"].browse(records.mapped("res_id"))

    def test_lists_by_role_have_both_filters(self):
        actions = self._get_actions().filtered(
            lambda action: "telecom_search_by_role" in (action.context or "")
        )
        self.assertIn("telecom.performance.entry", actions.mapped("res_model"))
        for action in actions:
            view = self.env[action.res_model].get_view(
                action.search_view_id.id or None, "search"
            )
            names = etree.fromstring(view["arch"]).xpath("//filter/@name")
            with self.subTest(action=action.name):
                self.assertLessEqual({"mine", "my_unit"}, set(names))

    def test_lists_grouped_by_role_have_the_grouping(self):
        actions = self._get_actions().filtered(
            lambda action: "telecom_group_by_role" in (action.context or "")
        )
        self.assertIn("telecom.arrears.item", actions.mapped("res_model"))
        for action in actions:
            view = self.env[action.res_model].get_view(
                action.search_view_id.id or None, "search"
            )
            names = etree.fromstring(view["arch"]).xpath("//filter/@name")
            group = action.context.split("'telecom_group_by_role': '")[1].split("'")[0]
            with self.subTest(action=action.name):
                self.assertIn(group, names)

    def test_phones_show_cards(self):
        """On a phone Odoo takes the cards of an action; a list would be cut."""
        lists = self._get_actions().filtered(
            lambda action: "list" in action.view_mode and action.res_model in CARDS
        )
        self.assertGreaterEqual(len(lists), len(CARDS))
        self.assertEqual(
            [a.name for a in lists if "kanban" not in a.view_mode.split(",")], []
        )

    def test_selections_have_their_order_in_graphs(self):
        """Odoo's graph shows them in the order in which the rows come."""
        graphs = [
            (view.name, root.get("js_class"))
            for view, root in self._get_views("graph")
            for node, field in self._get_fields(view.model, root)
            if field.type == "selection" and node.get("type") != "measure"
        ]
        self.assertIn("telecom.arrears.item.graph", [name for name, _class in graphs])
        self.assertEqual({js_class for _name, js_class in graphs}, {"telecom_graph"})

    def test_measures_have_an_aggregator(self):
        """Whatever a graph or pivot measures can be aggregated, or it does not open."""
        measures = {
            (view.model, name)
            for view, root in self._get_views("graph", "pivot")
            for name in root.xpath("//field[@type='measure']/@name")
        }
        self.assertIn(("telecom.performance.entry", "points"), measures)
        bare = [
            f"{model}.{name}"
            for model, name in sorted(measures)
            if not self.env[model].fields_get([name])[name].get("aggregator")
        ]
        self.assertEqual(bare, [])

    def test_a_cell_without_a_value_stays_in_its_row(self):
        """QWeb leaves out a tag whose own t-out is empty; the row would be shifted."""
        cells = [
            (view.key, cell)
            for view, root in self._get_views("qweb")
            for cell in root.iter("td", "th")
        ]
        self.assertGreater(len(cells), 200)
        self.assertEqual([key for key, cell in cells if cell.get("t-out")], [])

    def test_each_model_has_a_name_of_its_own(self):
        """A reader of a log or of access rights tells two models apart."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search([("name", "=", NAME)])._update_translations(
            "zh_CN"
        )
        models = self.env["ir.model"].search([("model", "=like", "telecom.%")])
        models |= models.search([("model", "=like", f"report.{NAME}.%")])
        self.assertGreater(len(models), 100)
        for lang in ("en_US", "zh_CN"):
            names = Counter(models.with_context(lang=lang).mapped("name"))
            with self.subTest(lang=lang):
                self.assertEqual([name for name in names if names[name] > 1], [])

    def test_copies_are_offered_to_those_who_may_make_them(self):
        """An auditor who works in several companies sees no button that copies."""
        offered = [
            (view.name, button)
            for view, root in self._get_views("form", "list")
            for button in root.iter("button")
            if button.get("name") in ("action_make_own_copy", "action_copy_samples")
        ]
        self.assertGreater(len(offered), 3)
        for name, button in offered:
            with self.subTest(view=name):
                self.assertTrue(
                    button.get("groups", "").endswith(
                        ("group_telecom_service", "!" + AUDITOR)
                    )
                    or button.get("invisible") == "not can_be_copied"
                )
        auditor = new_test_user(
            self.env,
            "auditor of both",
            groups=f"{AUDITOR},base.group_multi_company",
        )
        grades = self.env["telecom.salesperson.grade"].search([], limit=1)
        self.assertFalse(grades.with_user(auditor).can_be_copied)
        self.env.user.group_ids += self.env.ref("base.group_multi_company")
        self.assertTrue(grades.can_be_copied)

    def test_samples_have_no_note_of_their_creation(self):
        """It would be in the language of the installation, by nobody."""
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=like", "telecom.%")]
        )
        logged = {
            model: data.mapped("res_id")
            for model, data in records.grouped("model").items()
            if "message_ids" in self.env[model]._fields
        }
        self.assertIn("telecom.assessment.scheme", logged)
        for model, ids in logged.items():
            notes = self.env["mail.message"].search(
                [
                    ("model", "=", model),
                    ("res_id", "in", ids),
                    (
                        "body",
                        "ilike",
                        self.env[model].browse(ids[0])._creation_message(),
                    ),
                ]
            )
            with self.subTest(model=model):
                self.assertFalse(notes)
