import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged

from ..common import PerformanceCommon

UNASSIGNED = "No unit"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestPointsAgree(PerformanceCommon):
    """The points of February 2026, wherever they are shown; at 0.35.

    Anna of Cili: 400 in February, 140 points; and 200 of January that were paid in
    January but entered after its close, so that February counts their 70: 210. Olga of
    Cili's outlet: 100, 35 points. A seller whom nobody registered: 300, 105 points of
    no unit. Cili with its outlet 245, all 350. January: 1,000 of Anna, 350 points.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = cls._create_salesperson("olga", "C-003", cls.outlet)
        cls._sell(1000, "2026-01-10", cls.anna)
        december = cls._create_period("2025-12-01")
        (december + cls.january).action_close()
        cls._sell(200, "2026-01-30", cls.anna)
        cls._sell(400, "2026-02-05", cls.anna)
        cls._sell(100, "2026-02-06", cls.olga)
        stranger = cls._create_user("stranger", "auditor")
        invoice = cls._create_customer_invoice(
            300, "2026-02-07", invoice_user_id=stranger.id
        )
        cls._pay(invoice, "2026-02-07")
        cls.points = cls.env.ref("telecom_sales_system.metric_points")
        cls.env["telecom.metric"].search([("is_goal", "=", True)]).is_goal = False
        cls.points.is_goal = True
        cls.february.action_compute()

    @classmethod
    def _sell(cls, amount, day, person):
        cls._pay(cls._create_customer_invoice(amount, day, person), day)

    def _page(self, user, month=None):
        page = self.env["telecom.dashboard"].with_user(user).read_page(month)
        return {part["key"]: part for part in page["tiles"] + page["blocks"]}

    def test_a_persons_points(self):
        """Tile, rank, the manager's list, the table of people and the figures."""
        tile = self._page(self.anna.user_id)["points"]
        self.assertEqual(tile["value"], "210.00")
        self.assertEqual(tile["note"], "560.00 this year")
        entries = self.env["telecom.performance.entry"].with_user(self.anna.user_id)
        self.assertEqual(
            sum(entries.search(tile["action"]["domain"]).mapped("points")), 560
        )
        [anna, olga] = self._page(self.county_manager)["points"]["items"]
        self.assertEqual((anna["detail"], olga["detail"]), ("210.00", "35.00"))
        matrix = self.env["telecom.performance.matrix"]._build_matrix(self.february)
        people = {row.name: row for row in matrix.get_table("people").rows}
        self.assertEqual(people[self.anna.name].figures["month_points"], 210)
        self.assertEqual(people[self.anna.name].figures["year_points"], 560)
        value = self.env["telecom.metric.value"].search(
            [
                ("metric_id", "=", self.points.id),
                ("period_id", "=", self.february.id),
                ("salesperson_id", "=", self.anna.id),
            ]
        )
        self.assertEqual((value.month, value.year_to_date), (210, 560))

    def test_rank_counts_the_same_months_as_the_points(self):
        """600 paid in 2025 and entered after December's close count in February 2026.

        Bert has 210 points this year by them, more than Olga's 35.
        """
        self.assertEqual(self._page(self.olga.user_id)["rank"]["value"], "2")
        self._sell(600, "2025-12-20", self.bert)
        self.february.action_compute()
        self.assertEqual(self._page(self.bert.user_id)["rank"]["value"], "2")
        self.assertEqual(self._page(self.olga.user_id)["rank"]["value"], "3")
        self.assertEqual(self._page(self.bert.user_id)["points"]["value"], "210.00")

    def test_a_units_points_with_its_outlets(self):
        """The ranking, the grouping of the ledger, the circular, workbook, figures."""
        page = self._page(self.leader)
        rows = {row["label"]: row for row in page["units"]["rows"]}
        self.assertEqual(rows["Cili"]["points"], "245")
        entries = self.env["telecom.performance.entry"].with_user(self.leader)
        opened = entries.search(rows["Cili"]["action"]["domain"])
        self.assertEqual(sum(opened.mapped("points")), 245)
        groups = entries.formatted_read_group(
            [("period_id", "=", self.february.id)], ["ranked_unit_id"], ["points:sum"]
        )
        found = {
            group["ranked_unit_id"] and group["ranked_unit_id"][0]: group["points:sum"]
            for group in groups
        }
        self.assertEqual(found, {self.county.id: 245, False: 105})
        table = self._get_units_of_circular()
        self.assertEqual(table["Cili"], 245)
        self.assertEqual(self._get_units_of_workbook()["Cili"], 245)
        self.assertEqual(self._get_figure(self.county).month, 245)

    def test_the_citys_points_are_those_of_the_whole_company(self):
        """With the 105 of no unit: 350, and 700 this year, wherever they are shown."""
        page = self._page(self.leader)
        self.assertEqual(page["trend"]["points"], [0, 350, 350])
        [goal] = page["goals"]["goals"]
        self.assertEqual(goal["actual"], "700")
        figure = self._get_figure(self.city)
        self.assertEqual((figure.month, figure.year_to_date), (350, 700))
        evidence = figure.with_user(self.leader).action_open_evidence()
        entries = self.env[evidence["res_model"]].with_user(self.leader)
        self.assertEqual(sum(entries.search(evidence["domain"]).mapped("points")), 350)
        self.assertEqual(self.february.points, 350)
        self.assertEqual(sum(self._get_units_of_circular().values()), 350)
        self.assertEqual(sum(self._get_units_of_workbook().values()), 350)

    def _get_figure(self, unit):
        return self.env["telecom.metric.value"].search(
            [
                ("metric_id", "=", self.points.id),
                ("period_id", "=", self.february.id),
                ("unit_id", "=", unit.id),
            ]
        )

    def _get_units_of_circular(self):
        """Return the points by unit of the month's circular, with those of no unit."""
        circular = self.env["telecom.circular"].create(
            {
                "kind": "performance",
                "period_id": self.february.id,
                "unit_id": self.city.id,
            }
        )
        built = self.env["telecom.performance.matrix"]._build_matrix(circular.period_id)
        rows = built.get_table("units").rows
        return {row.name: float(row.figures["month_points"]) for row in rows}

    def _get_units_of_workbook(self):
        """Return the points by unit of the cells of the month's workbook."""
        content = self.env["telecom.performance.workbook"]._build_workbook(
            self.february
        )
        sheet = load_workbook(io.BytesIO(content), data_only=True)["Units"]
        heads = [cell.value for cell in sheet[2]]
        column = heads.index("Points")
        rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[0]]
        return {row[1]: row[column] for row in rows}


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestMonthOnShow(PerformanceCommon):
    """The first page of a month of choice. Anna: 1,000 in January, 400 in February."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for amount, day in ((1000, "2026-01-10"), (400, "2026-02-05")):
            cls._pay(cls._create_customer_invoice(amount, day), day)
        cls.january.action_close()

    def _read(self, user, month=None):
        page = self.env["telecom.dashboard"].with_user(user).read_page(month)
        parts = {part["key"]: part for part in page["tiles"] + page["blocks"]}
        return page["month"], parts

    def test_month_that_was_never_computed(self):
        """It is no zero; after the night it is 140."""
        month, page = self._read(self.anna.user_id)
        self.assertEqual(
            (month["label"], month["note"]), ("2026-02", "Not computed yet")
        )
        self.assertEqual(page["points"]["value"], "Not computed yet")
        self.assertEqual(page["points"]["note"], "350.00 this year")
        _month, page = self._read(self.leader)
        self.assertEqual(page["trend"]["points"], [350, None])
        self.february._get_months_in_progress(self.env.company)._rebuild_ledgers()
        self.february.sudo().ledger_built_on = "2026-02-09 17:05:00"
        self.env.company.telecom_tz = "Asia/Shanghai"
        month, page = self._read(self.anna.user_id)
        self.assertEqual(month["note"], "as of 02/10/2026 01:05")
        self.assertEqual(page["points"]["value"], "140.00")
        self.assertEqual(page["points"]["note"], "490.00 this year")

    def test_another_month(self):
        """January: 350, of the year until then; nothing of February."""
        month, page = self._read(self.anna.user_id, "2026-01-01")
        self.assertEqual(page["points"]["title"], "Points of 2026-01")
        self.assertEqual(page["points"]["value"], "350.00")
        self.assertEqual(page["points"]["note"], "350.00 this year")
        self.assertEqual((month["value"], month["note"]), ("2026-01-01", "Closed"))
        _month, page = self._read(self.leader, "2026-01-15")
        self.assertEqual(page["trend"]["labels"], ["2026-01"])
        self.assertEqual(page["units"]["month"], "2026-01")
        self.assertFalse(page["units"]["earlier"])

    def test_month_that_was_not_measured_says_whose_figures_it_shows(self):
        _month, page = self._read(self.leader)
        self.assertEqual(page["units"]["month"], "2026-01")
        text = "2026-02 has not been measured yet. These are the figures of 2026-01."
        self.assertEqual(page["units"]["earlier"], text)
        self.assertEqual(page["goals"]["earlier"], text)

    def test_neighbours_end_with_the_ledger_and_with_today(self):
        month, _page = self._read(self.anna.user_id)
        self.assertEqual((month["previous"], month["next"]), ("2026-01-01", False))
        month, _page = self._read(self.anna.user_id, "2026-01-01")
        self.assertEqual((month["previous"], month["next"]), (False, "2026-02-01"))
        month, _page = self._read(self.anna.user_id, "2031-07-01")
        self.assertEqual(month["value"], "2026-02-01")

    def test_who_may_compute(self):
        for user, may in ((self.service, True), (self.leader, False)):
            self.assertEqual(self._read(user)[0]["can_compute"], may)
        self.assertFalse(self._read(self.service, "2026-01-01")[0]["can_compute"])

    def test_as_many_queries_for_more_months_and_sales(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read(self.leader, "2026-01-01")
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for day in ("2026-02-01", "2026-02-02", "2026-02-03"):
            invoice = self._create_customer_invoice(400, day, self.bert)
            self._pay(invoice, day)
        self.february.action_compute()
        self._create_period("2026-03-01")
        self.assertEqual(count(), few)
