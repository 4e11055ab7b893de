from io import BytesIO

from lxml import html
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from .cards import CardCommon

REPORT = "report.telecom_sales_system.report_"


@tagged("post_install", "-at_install")
class TestAssessmentReports(CardCommon, HttpCase):
    """January of the year to date, as in the award list: Cili 21.5 of 30, Letters 30.

    Performance: Cili 2.5 of 10, Letters 11; the rest is alike: 10, 5 and 4 of 5.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        counties = cls.county.copy({"name": "Sangzhi", "code": "SZ"})
        cls._set_target(counties, 5040)
        counties.headcount = 1
        cls.sangzhi = counties
        cls.cards = cls._publish(cls.january)
        year = cls.cards.filtered(lambda card: card.span == "year")
        cls.year = year.grouped("unit_id")
        cls.card = cls.year[cls.county]

    def _values(self, report, cards, user):
        model = self.env[REPORT + report].with_user(user)
        return model._get_report_values(cards.ids)["papers"]

    def test_scorecard(self):
        [paper] = self._values("scorecard", self.card, self.county_manager)
        self.assertEqual(
            [paper[key] for key in ("score", "points", "deduction", "bonus")],
            ["21.50", "30", "7.50", "0"],
        )
        row = next(row for row in paper["rows"] if row["name"] == "Performance")
        self.assertEqual(
            [row[key] for key in ("section", "points", "deduction", "bonus", "score")],
            ["Benefit", "10", "7.50", "", "2.50"],
        )
        self.assertIn("420", row["explanation"])
        self.assertFalse(paper["is_draft"])
        # Cili is first of two counties: Sangzhi earned nothing.
        self.assertEqual((paper["rank"], paper["field"]), (1, 2))
        self.assertEqual(len(paper["pages"]), 1)

    def test_note_of_the_scheme(self):
        """It stands below the lines as it was put in force, and stays."""
        reports = self.env["ir.actions.report"].with_user(self.service)
        action = "telecom_sales_system.action_report_scorecard"
        page, _kind = reports._render_qweb_html(action, self.card.ids)
        self.assertIn(self.scheme.note.strip(), html.fromstring(page).text_content())
        with self._refused(UserError, "stays as it is"):
            self.scheme.note = "Every percent counts."

    def test_scorecard_of_others(self):
        other = self.year[self.branch]
        self.assertEqual(other.with_user(self.county_manager).score, 30)
        with self.assertRaises(AccessError):
            self._values("scorecard", other, self.county_manager)

    def test_scorecard_pdf(self):
        reports = self.env["ir.actions.report"].with_user(self.service)
        reports = reports.with_context(force_report_rendering=True)
        action = "telecom_sales_system.action_report_scorecard"
        content, kind = reports._render_qweb_pdf(action, self.cards.ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(content.count(b"/Type /Page\n"), len(self.cards))

    def test_comparison(self):
        """All counties. Sangzhi has 0 for performance and 0 for staff."""
        [paper] = self._values("city_comparison", self.card, self.leader)
        self.assertEqual(
            [(head["name"], head["points"]) for head in paper["heads"]],
            [
                ("Performance", "10"),
                ("Maintenance", "10"),
                ("Staff", "5"),
                ("Impression", "5"),
            ],
        )
        first, second = paper["rows"]
        self.assertEqual([first["rank"], first["unit"]], [1, "Cili"])
        self.assertEqual(
            [(cell["text"], cell["tone"]) for cell in first["cells"]],
            [("2.50", "shorter"), ("10", ""), ("5", ""), ("4", "short")],
        )
        self.assertEqual(second["cells"][0]["text"], "0")
        self.assertEqual(paper["averages"], ["1.25", "10", "2.50", "4"])
        # (21.5 + 14) / 2
        self.assertEqual(paper["average"], "17.75")

    def test_heat_list_on_screen(self):
        """All units of the ranking by line, in the colours of the comparison."""
        cards = self.card.with_user(self.leader)
        action = cards.action_open_heat()
        heat = self.env[action["res_model"]].with_user(self.leader)
        heat = heat.browse(action["res_id"])
        self.assertEqual(heat.display_name, "Heat List")
        table = html.fromstring(heat.table)
        rows = [
            [(cell.text_content().strip(), cell.get("class")) for cell in row]
            for row in table.iter("tr")
        ]
        self.assertEqual(len(rows), 4)  # head, Cili, Sangzhi, average
        self.assertEqual(rows[1][1][0], "Cili")
        self.assertEqual(
            rows[1][2:],
            [
                ("2.50", "table-danger"),
                ("10", None),
                ("5", None),
                ("4", "table-warning"),
                ("21.50", None),
            ],
        )
        self.assertEqual(rows[2][1][0], "Sangzhi")
        self.assertEqual(rows[3][-1][0], "17.75")

    def test_heat_list_only_for_those_who_see_all(self):
        for user in (self.county_manager, self.anna.user_id):
            with self.assertRaises(AccessError):
                self.card.with_user(user).action_open_heat()
        with self.assertRaisesRegex(UserError, "Choose the scorecards"):
            self.cards.browse().with_user(self.leader).action_open_heat()

    def test_comparison_only_for_those_who_see_all(self):
        for user in (self.county_manager, self.anna.user_id):
            with self.assertRaises(AccessError):
                self._values("city_comparison", self.card, user)

    def test_a_line_without_score_is_a_dash(self):
        """It counts neither as nought nor in the average."""
        february = self._score(self.february)
        card = february[self.county, "year"]
        line = self._line(card, "Impression")
        self.assertTrue(line.error)
        [paper] = self._values("city_comparison", card, self.leader)
        self.assertEqual(paper["rows"][0]["cells"][3]["text"], "—")
        self.assertEqual(paper["averages"][3], "—")
        self.assertTrue(paper["is_draft"])

    def _book(self):
        self.authenticate("leader", "leader")
        action = self.january.with_user(self.leader).action_download_scorecards()
        return load_workbook(BytesIO(self.url_open(action["url"]).content))

    def test_workbook(self):
        """A sheet for each kind of unit and span, and one of all lines."""
        book = self._book()
        self.assertEqual(len(book.sheetnames), 5)
        sheet = book["County Bureau Year to Date"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        heads = ("Performance", "Maintenance", "Staff", "Impression")
        self.assertEqual(rows[0], ("Rank", "Unit", *heads, "Score"))
        self.assertEqual(rows[1][1:], ("Full Points", 10, 10, 5, 5, "=SUM(C3:F3)"))
        self.assertEqual(rows[2], (1, "Cili", 2.5, 10, 5, 4, "=SUM(C4:F4)"))
        self.assertEqual(rows[3][:4], (2, "Sangzhi", 0, 10))
        self.assertEqual(rows[4][2], '=IFERROR(SUBTOTAL(101,C4:C5),"—")')
        self.assertEqual(len(sheet._charts), 1)
        self.assertEqual(len(sheet.conditional_formatting), 4)
        lines = book["Scorecard Lines"]
        self.assertEqual(lines.max_row, 1 + len(self.cards.line_ids))

    def test_workbook_only_for_those_who_see_all(self):
        url = f"/telecom/period/{self.january.id}/scorecards"
        for login, status in (("auditor", 200), ("county_manager", 403), ("anna", 403)):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, status, login)

    def test_cards_in_the_workbook_of_the_month(self):
        content = self.env["telecom.performance.workbook"]._build_workbook(self.january)
        names = load_workbook(BytesIO(content)).sheetnames
        self.assertIn("County Bureau Year to Date", names)
        self.assertIn("Scorecard Lines", names)

    def test_no_cards(self):
        month = self.env["telecom.period"].create({"date_from": "2026-03-01"})
        for action in ("action_download_scorecards", "action_print_comparison"):
            with self.assertRaisesRegex(UserError, "Run All Steps"):
                getattr(month, action)()
