from lxml import etree

from odoo.tests import TransactionCase, tagged

from ..common import NAME

# Widgets of many2one fields that read more than the name (relatedFields)
READ_MORE = {"telecom_tier_badge"}


@tagged("post_install", "-at_install")
class TestListDialogs(TransactionCase):
    """A row of a list within a form opens its dialog.

    Odoo's web client merges the fields of list and dialog. It fails if the list reads
    more of a many2one than the dialog ("reading 'activeFields'" of undefined).
    """

    def _find_bare_fields(self, model, root):
        """Yield the fields of inner lists that their dialogs show in another way."""
        for node in root.iter("list"):
            path = [field.get("name") for field in node.iterancestors("field")]
            if not path or node.get("editable") or node.get("no_open"):
                continue
            comodel = self.env[model]
            for name in reversed(path):
                comodel = self.env[comodel._fields[name].comodel_name]
            form = node.getparent().find("form")
            if form is None:
                form = etree.fromstring(comodel.get_view(view_type="form")["arch"])
            for column in node.iterchildren("field"):
                if column.get("widget") in READ_MORE:
                    name = column.get("name")
                    shown = form.xpath(f".//field[@name='{name}']")
                    first = shown and shown[0].get("widget")
                    if shown and first != column.get("widget"):
                        yield f"{path[0]}.{name}"

    def test_rows_with_badges_open(self):
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.ui.view")], order="res_id"
        )
        views = self.env["ir.ui.view"].browse(records.mapped("res_id"))
        forms = views.filtered(lambda v: v.type == "form" and v.model in self.env)
        self.assertGreater(len(forms), 50)
        bare = [
            f"{view.name}: {field}"
            for view in forms
            for field in self._find_bare_fields(
                view.model, etree.fromstring(view.get_combined_arch())
            )
        ]
        self.assertEqual(bare, [])

    def test_what_counts_as_bare(self):
        """A dialog without the badge, without the field, with it; a list that stays."""
        cases = [
            (
                '<list><field name="tier_id" %s/></list><form><field name="tier_id"/>'
                "</form>",
                ["share_ids.tier_id"],
            ),
            (
                '<list><field name="tier_id" %s/></list><form><field name="weight"/>'
                "</form>",
                [],
            ),
            (
                '<list><field name="tier_id" %s/></list>'
                '<form><field name="tier_id" %s/></form>',
                [],
            ),
            ('<list no_open="1"><field name="tier_id" %s/></list>', []),
            ('<list editable="bottom"><field name="tier_id" %s/></list>', []),
        ]
        badge = 'widget="telecom_tier_badge"'
        for views, expected in cases:
            arch = f'<form><field name="share_ids">{views}</field></form>'
            root = etree.fromstring(arch.replace("%s", badge))
            found = list(self._find_bare_fields("telecom.maintenance.budget", root))
            with self.subTest(views=views):
                self.assertEqual(found, expected)
