from freezegun import freeze_time

from odoo.tests import tagged

from .existing import ExistingBureauCommon

SINCE = "(from 2026-08)"
# Where there are visits and invoices, too, which count from January
LEDGER_SINCE = "(cash and points from 2026-08)"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-16 04:00:00")
class TestYearStart(ExistingBureauCommon):
    """The ledger begins in August 2026: totals of the year say so wherever they are.

    September: Birch paid Sam 30,000. October: Alder paid Sally 210,000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_units()
        cls.product_a.categ_id.own_revenue_line_id = cls.env.ref(
            "telecom_sales_system.revenue_line_letter"
        )
        cls.months = cls.env["telecom.period"].create(
            [{"date_from": f"2026-{month:02}-01"} for month in (8, 9, 10)]
        )
        cls.september, cls.october = cls.months[1:]
        cls.months.action_compute()

    def _get_year_labels(self, period):
        matrix = self.env["telecom.performance.matrix"]._build_matrix(period)
        columns = matrix.get_table("units").columns
        return [c.label for c in columns if c.key in ("year_cash", "year_points")]

    def _draft(self, period):
        circulars = self.env["telecom.circular"].with_user(self.clerk)
        return circulars.create(
            {
                "kind": "performance",
                "unit_id": self.city.id,
                "period_id": period.id,
            }
        )

    def test_columns_of_papers_and_workbooks(self):
        for period in (self.september, self.october):
            self.assertEqual(
                self._get_year_labels(period),
                [f"Cash, Year to Date {SINCE}", f"Points, Year to Date {SINCE}"],
            )

    def test_text_of_a_circular(self):
        """240,000 since August; last year's 162,000 of January to October are none."""
        text = self._draft(self.october).text
        total = f"The total of the year to date {SINCE} is 240,000.00 US dollars"
        self.assertIn(total, text)

    def test_older_months_make_the_year_whole(self):
        """With January to July the label is as before, and Cedar's 12,000 count."""
        self.env["telecom.period"].create(
            [{"date_from": f"2026-{month:02}-01"} for month in range(1, 8)]
        )
        self.assertEqual(self.october.state, "open")
        self.october._get_open_periods().action_compute()
        self.assertEqual(
            self._get_year_labels(self.october),
            ["Cash, Year to Date", "Points, Year to Date"],
        )
        # 12,000 of January, 5,000 of April, 30,000 and 210,000
        text = self._draft(self.october).text
        self.assertIn("The total of the year to date is 257,000.00 US dollars", text)

    def test_first_page(self):
        """Of the clerk, who sees all units, and of Sally."""
        values = self.env["telecom.metric.value"]
        values._rebuild_values(self.october)
        page = self.env["telecom.dashboard"].with_user(self.clerk).read_page()
        blocks = {block["key"]: block for block in page["blocks"]}
        self.assertIn(LEDGER_SINCE, blocks["goals"]["note"])
        self.assertEqual(blocks["units"]["year_label"], f"Points of the Year {SINCE}")
        page = self.env["telecom.dashboard"].with_user(self.users["sally"]).read_page()
        [tile] = [tile for tile in page["tiles"] if tile["key"] == "points"]
        self.assertIn(f"this year {SINCE}", tile["note"])

    def test_report_of_a_unit(self):
        report = self.env["telecom.unit.report"].create(
            {"unit_id": self.north.id, "date_from": "2026-10-01"}
        )
        heads = [sheet["heads"] for sheet in report._build_layout()["sheets"]]
        self.assertIn(f"Year to Date {LEDGER_SINCE}", heads[1])

    def test_scorecards(self):
        cards = self.env["telecom.assessment"]._create_missing_cards(self.october)
        cards.action_compute()
        paper = self.env["report.telecom_sales_system.report_scorecard"]
        for card in cards.filtered(lambda card: card.unit_id == self.north):
            subtitle = paper._get_paper_values(card)["subtitle"]
            self.assertEqual(LEDGER_SINCE in subtitle, card.span == "year")
        matrix = self.env["telecom.assessment.matrix"]
        for ranking in matrix._build_matrix(cards):
            subtitle = matrix._get_table(ranking)["subtitle"]
            self.assertEqual(LEDGER_SINCE in subtitle, ranking.span == "year")
