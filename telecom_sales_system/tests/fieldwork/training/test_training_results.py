from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged, users

from .training import TrainingCommon

CIRCULAR = "telecom_sales_system.action_report_training_results"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestTrainingResults(TrainingCommon):
    def _page(self, course):
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_html(CIRCULAR, course.ids)
        return html.fromstring(content)

    def _texts(self, page, css_class):
        nodes = page.xpath(f"//*[@class='{css_class}']")
        return [" ".join(node.text_content().split()) for node in nodes]

    def _cells(self, table):
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
            for row in table.xpath(".//tr[td]")
        ]

    def test_result_list(self):
        """Of 3 invited 2 came, 66.7 %, and 1 passed, 33.3 %; Cara stayed away.

        The session of 01:00 in Greenwich is printed as 09:00 in Shanghai.
        """
        self._hold_with_results(self.province)
        page = self._page(self.province)
        self.assertEqual(self._texts(page, "ts-number"), ["City"])
        self.assertEqual(len(self._texts(page, "ts-title")), 1)
        self.assertTrue(self._texts(page, "ts-draft"))
        self.assertRegex(page.text_content(), r"9:00.AM Town hall")
        units, results, absent = map(self._cells, page.xpath("//table"))
        self.assertEqual(
            units,
            [
                ["Cili", "1", "1", "100.0%", "1", "100.0%"],
                ["Letters", "1", "1", "100.0%", "0", "0.0%"],
                ["Lingyang", "1", "0", "0.0%", "0", "0.0%"],
                ["Total", "3", "2", "66.7%", "1", "33.3%"],
            ],
        )
        names = [person.name for person in (self.anna, self.bert, self.cara)]
        self.assertEqual(
            results,
            [
                ["1", names[0], "Cili", "85.0", "Passed"],
                ["2", names[1], "Letters", "59.5", "Failed"],
            ],
        )
        self.assertEqual(absent, [[names[2], "Lingyang"]])

    def test_equal_scores_share_the_rank(self):
        self._hold_with_results(self.province)
        self._row(self.province, self.bert).score = 85
        self._row(self.province, self.cara).score = 60
        _units, results = map(self._cells, self._page(self.province).xpath("//table"))
        self.assertEqual([row[0] for row in results], ["1", "1", "3"])

    @users("bert")
    def test_published_list_is_for_everybody_invited(self):
        """Bert sees his own row on the screen, and the whole published list."""
        course = self.province.with_user(self.service)
        self._hold_with_results(course)
        self.env.flush_all()
        self.env.invalidate_all()
        draft = self._page(self.province)
        self.assertNotIn(self.anna.sudo().name, draft.text_content())
        course.action_publish()
        self.env.invalidate_all()
        page = self._page(self.province)
        self.assertFalse(self._texts(page, "ts-draft"))
        self.assertIn(self.anna.sudo().name, page.text_content())

    def test_planned_course_has_no_results(self):
        with self.assertRaisesRegex(UserError, "no results before it was held"):
            self._page(self.province)

    def test_pdf_and_many_pages(self):
        """60 people more: their rows go on over pages."""
        users = self.env["res.users"].create(
            [{"name": f"Person {n:02}", "login": f"person{n:02}"} for n in range(60)]
        )
        self._hold_with_results(self.province)
        self.province.attendance_ids = [
            Command.create(
                {
                    "user_id": user.id,
                    "unit_id": self.county.id,
                    "presence": "attended",
                    "score": 50,
                }
            )
            for user in users
        ]
        page = self._page(self.province)
        self.assertGreaterEqual(len(self._texts(page, "ts-page-number")), 2)
        self.assertEqual(page.text_content().count("Person "), 60)
        reports = self.env["ir.actions.report"]
        reports = reports.with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(CIRCULAR, self.province.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
