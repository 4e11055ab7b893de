from odoo.tests import TransactionCase, tagged

from ...models.common.sentences import format_names


@tagged("post_install", "-at_install")
class TestNamesInSentences(TransactionCase):
    """Names of a sentence have the separators of the reader's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.chinese = cls.env(context={"lang": "zh_CN"})
        cls.english = cls.env(context={"lang": "en_US"})

    def test_none_and_one(self):
        for env in (self.english, self.chinese):
            self.assertEqual(format_names(env, []), "")
            self.assertEqual(format_names(env, ["慈利"]), "慈利")

    def test_all(self):
        names = ["慈利", "桑植", "永定"]
        self.assertEqual(format_names(self.english, names), "慈利, 桑植, and 永定")
        self.assertEqual(format_names(self.chinese, names), "慈利、桑植和永定")

    def test_first(self):
        """Of four, two are named: two more."""
        names = ["慈利", "桑植", "永定", "武陵源"]
        self.assertEqual(
            format_names(self.english, names, shown=2), "慈利, 桑植, and 2 more"
        )
        self.env["ir.module.module"].search(
            [("name", "=", "telecom_sales_system")]
        )._update_translations("zh_CN")
        self.assertEqual(
            format_names(self.chinese, names, shown=2), "慈利、桑植和另外 2 个"
        )

    def test_a_card_of_the_setup(self):
        """Two units without staff: their names, joined in Chinese."""
        units = self.env["telecom.sales.unit"].new({"name": "慈利"})
        units += self.env["telecom.sales.unit"].new({"name": "桑植"})
        step = self.chinese["telecom.setup.step"]
        self.assertEqual(step._join_names(units), "慈利和桑植")
