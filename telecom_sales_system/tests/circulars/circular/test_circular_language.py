from odoo.exceptions import UserError
from odoo.tests import tagged

from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
class TestCircularLanguage(CircularsCommon):
    """Language of papers: of the company, not of who drafts them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("fr_FR")
        module = cls.env.ref("base.module_telecom_sales_system")
        module._update_translations(["zh_CN"])

    def _create_company(self, country, langs):
        """Create a company of a country with users of languages."""
        company = self.env["res.company"].create(
            {"name": f"Bureau {country} {langs}", "country_id": country}
        )
        for number, lang in enumerate(langs):
            user = self._create_user(f"{lang}{number}{company.id}", "salesperson")
            user.write({"company_ids": [(4, company.id)], "lang": lang})
        return company

    def test_proposal(self):
        """The country decides if its language is active; else most of the users."""
        china, france, brazil = (
            self.env.ref(f"base.{c}").id for c in ("cn", "fr", "br")
        )
        for country, langs, expected in (
            (china, [], "zh_CN"),
            (china, ["en_US", "en_US"], "zh_CN"),
            (france, ["zh_CN"], "fr_FR"),
            (brazil, ["fr_FR", "zh_CN", "zh_CN"], "zh_CN"),
            (False, ["fr_FR"], "fr_FR"),
            (False, [], "en_US"),
        ):
            company = self._create_company(country, langs)
            self.assertEqual(
                company._propose_telecom_lang(), expected, (country, langs)
            )

    def test_deactivated_language(self):
        """Papers in a language that was deactivated are in the proposed one."""
        company = self.env.company
        company.telecom_lang = "fr_FR"
        self.assertEqual(company._get_telecom_lang(), "fr_FR")
        self.env["res.lang"].search([("code", "=", "fr_FR")]).active = False
        self.assertEqual(company._get_telecom_lang(), "en_US")

    def test_number_follows_the_language(self):
        """The pattern of the language, unless somebody wrote another."""
        company = self.env["res.company"].create({"name": "Bureau"})
        self.assertEqual(company.telecom_circular_pattern, "{prefix} {year}/{number}")
        company.telecom_lang = "zh_CN"
        self.assertEqual(
            company.telecom_circular_pattern, "{prefix}〔{year}〕{number}号"
        )
        company.telecom_lang = "fr_FR"
        self.assertEqual(company.telecom_circular_pattern, "{prefix} {year}/{number}")
        own = "{number}/{year} {prefix}"
        company.telecom_circular_pattern = own
        company.telecom_lang = "zh_CN"
        self.assertEqual(company.telecom_circular_pattern, own)

    def test_draft_anew(self):
        """A draft keeps its English words when the company turns Chinese, until its
        button takes them from the template; who presses it is an author."""
        draft = self._draft(self.county_manager, self.county, title=False, body=False)
        draft._compute_texts()
        self.assertEqual(draft.heading, "{unit}: Marketing Circular")
        self.env.company.telecom_lang = "zh_CN"
        draft.action_refresh()
        self.assertEqual(draft.heading, "{unit}: Marketing Circular")
        draft.with_user(self.service).action_take_template()
        template = self.env.ref("telecom_sales_system.circular_template_other")
        chinese = template.with_context(lang="zh_CN").heading
        self.assertNotEqual(chinese, "{unit}: Marketing Circular")
        self.assertEqual(draft.heading, chinese)
        self.assertIn(self.service, draft.author_ids)

    def test_reviewed_text_stays(self):
        circular = self._draft()
        circular.action_review()
        with self._refused(UserError, "Draft"):
            circular.action_take_template()
        self.assertEqual(circular.title, "Spring Campaign")
