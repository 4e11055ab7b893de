from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.assessment.scorecard import telecom_assessment_measures
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

    def _measure(self, first, last, is_year=True):
        return telecom_assessment_measures.Measures(
            self.north | self.south, first, last, is_year
        )

    def _set_target(self, unit, metric, amount, **vals):
        metric = self.env.ref(f"telecom_sales_system.metric_{metric}")
        self.env["telecom.target"].create(
            {
                "metric_id": metric.id,
                "unit_id": unit.id,
                "year": 2026,
                "amount": amount,
                **vals,
            }
        )
        return metric

    def test_targets_begin_with_the_ledger(self):
        """240,000 points a year are 20,000 a month: 60,000 from August to October.

        Cards of the whole year compare 240,000. Of 120 firms to visit, 100 were due
        from January to October: visits can be entered before the ledger begins. A level
        of 40 key clients is 40 at any time.
        """
        points = self._set_target(self.north, "points", 240_000)
        firms = self._set_target(self.north, "small_firms", 120)
        clients = self._set_target(self.north, "key_clients", 40)
        year = self._measure(date(2026, 1, 1), date(2026, 10, 31))
        month = self._measure(date(2026, 10, 1), date(2026, 10, 31), is_year=False)
        for metric, of_year, of_month in (
            (points, 60_000, 20_000),
            (firms, 100, 10),
            (clients, 40, 40),
        ):
            self.assertEqual(year.get_targets(metric), {self.north.id: of_year})
            self.assertEqual(month.get_targets(metric), {self.north.id: of_month})
        self.assertEqual(
            year.get_targets(points, whole_year=True), {self.north.id: 240_000}
        )

    def test_last_years_figure_by_hand_begins_with_the_ledger(self):
        """120,000 of 2025 are 30,000 from August to October, phased like the target."""
        vals = {"has_base": True, "base": 120_000}
        points = self._set_target(self.north, "points", 240_000, **vals)
        year = self._measure(date(2026, 1, 1), date(2026, 10, 31))
        self.assertEqual(year.get_typed_bases(points), {self.north.id: 30_000})
        whole = year.get_typed_bases(points, whole_year=True)
        self.assertEqual(whole, {self.north.id: 120_000})

    def test_half_a_year_is_no_year_before(self):
        """October 2027 has October 2026 before it; January to October has nothing."""
        points = self.env.ref("telecom_sales_system.metric_points")
        month = self._measure(date(2027, 10, 1), date(2027, 10, 31), is_year=False)
        # 210,000 at 0.35, Sally's
        self.assertEqual(
            month.get_figures_of_last_year(points),
            {self.north.id: 73_500, self.south.id: 0},
        )
        year = self._measure(date(2027, 1, 1), date(2027, 10, 31))
        self.assertEqual(year.get_figures_of_last_year(points), {})
        with freeze_time("2027-11-16 04:00:00"):
            later = self.env["telecom.period"].create(
                [
                    {"date_from": f"{2026 + month // 12}-{month % 12 + 1:02}-01"}
                    for month in range(10, 22)
                ]
            )
            values = self.env["telecom.metric.value"]
            values._rebuild_values(later[-1])
        [value] = values.search(
            [
                ("period_id", "=", later[-1].id),
                ("metric_id", "=", points.id),
                ("unit_id", "=", self.north.id),
            ]
        )
        self.assertFalse(value.has_last_year)
        self.assertFalse(value.year_start)

    def test_goals_and_figures(self):
        """84,000 points of 60,000 to date: nobody is behind, with 200,000 one was."""
        points = self._set_target(self.city, "points", 240_000)
        points.is_goal = True
        values = self.env["telecom.metric.value"]
        values._rebuild_values(self.october)
        page = self.env["telecom.dashboard"].with_user(self.clerk).read_page()
        [block] = [block for block in page["blocks"] if block["key"] == "goals"]
        [goal] = [goal for goal in block["goals"] if goal["key"] == points.code]
        self.assertEqual(
            (goal["actual"], goal["to_date"], goal["is_behind"]),
            ("84,000", "60,000", False),
        )
        figures = values.search(
            [("period_id", "=", self.october.id), ("unit_id", "=", self.city.id)]
        )
        starts = {value.metric_id.source: value.year_start for value in figures}
        self.assertEqual(starts["ledger_points"], "2026-08")
        self.assertEqual(starts["small_firms"], False)

    def test_screen_of_a_scorecard(self):
        cards = self.env["telecom.assessment"]._create_missing_cards(self.october)
        for card in cards:
            is_year = card.span == "year"
            self.assertEqual(card.year_start, is_year and "2026-08")
