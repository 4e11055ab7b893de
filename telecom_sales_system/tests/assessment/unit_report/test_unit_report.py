from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .reports import UnitReportCommon


@tagged("post_install", "-at_install")
class TestUnitReport(UnitReportCommon):
    """Reports are compared, cell by cell, with what was measured for the month."""

    def test_the_truth_agrees(self):
        self.january.action_compute()
        self._send(self.report, self._filled(self.report))
        self.assertEqual(self._lines(self.report), [])
        self.assertEqual(self.report.state, "checked")
        self.assertEqual(self.report.prepared_by, "Li")
        self.assertEqual(
            (self.report.difference_count, self.report.grave_errors), (0, 0)
        )

    def test_differences_by_hand(self):
        """Cash 1,040 for 1,000 is off by 4 %, points of the year 400 for 350 by 14 %,
        Hotel's bill 990 for 1,000 by 1 %; billed 1,000.60 is rounding. One key client
        too many is never grave, three firms for none are."""
        self.january.action_compute()
        content = self._filled(
            self.report,
            cash_month=1040,
            cash_remark="One receipt of February",
            points_year=400,
            billed_month=1000.6,
            key_clients_month=2,
            small_firms_month=3,
            hotel_billed=990,
        )
        self._send(self.report, content)
        self.assertEqual(
            self._lines(self.report),
            [
                ("Net Performance", "Year to Date", 400, 350, True),
                ("Cash Received", "This Month", 1040, 1000, False),
                ("Small Firms Visited", "This Month", 3, 0, True),
                ("Key Clients", "This Month", 2, 1, False),
                ("Hotel", "Billed", 990, 1000, False),
            ],
        )
        lines = self.report.line_ids
        self.assertEqual(lines.mapped("difference"), [50, 40, 3, 1, -10])
        self.assertEqual(lines[1].remark, "One receipt of February")
        self.assertEqual(
            (self.report.difference_count, self.report.grave_errors), (5, 2)
        )

    def test_a_figure_counts_once(self):
        """Points too high in the month, in the year and with Anna: one grave error."""
        self.january.action_compute()
        content = self._filled(
            self.report, points_month=400, points_year=400, anna_points=400
        )
        self._send(self.report, content)
        self.assertEqual(
            (self.report.difference_count, self.report.grave_errors), (3, 1)
        )

    def test_limits_are_settings(self):
        """Off by 4 %: grave beyond 3 %. Off by 0.60: no rounding beyond 0.50."""
        self.company.telecom_report_tolerance = 3
        self.company.telecom_report_rounding = 0.5
        self.january.action_compute()
        content = self._filled(self.report, cash_month=1040, billed_month=1000.6)
        self._send(self.report, content)
        self.assertEqual(
            self._lines(self.report),
            [
                ("Cash Received", "This Month", 1040, 1000, True),
                ("Billed Revenue", "This Month", 1000.6, 1000, False),
            ],
        )

    def test_waits_until_the_month_is_computed(self):
        self._send(self.report, self._filled(self.report, cash_month=1040))
        self.assertEqual(
            (self.report.state, self._lines(self.report)), ("submitted", [])
        )
        self.january.action_compute()
        self.assertEqual(self.report.state, "checked")
        self.assertEqual(self.report.difference_count, 1)

    def test_follows_the_figures_while_the_month_is_open(self):
        """Cash of 1,200 was no error: 200 more of January are entered later."""
        self.january.action_compute()
        content = self._filled(
            self.report,
            **{"cash_month": 1200, "cash_year": 1200, "anna_cash": 1200},
            **{"points_month": 420, "points_year": 420, "anna_points": 420},
            **{"billed_month": 1200, "billed_year": 1200},
        )
        self._send(self.report, content)
        self.assertEqual(
            (self.report.difference_count, self.report.grave_errors), (8, 3)
        )
        first = self.report.line_ids
        self.january.action_compute()
        self.assertEqual(self.report.line_ids, first, "nothing new, nothing written")
        other = self.env["res.partner"].create(
            {"name": "Inn", "is_company": True, "sales_unit_id": self.county.id}
        )
        invoice = self._create_customer_invoice(200, "2026-01-11", partner_id=other.id)
        self._pay(invoice, "2026-01-21")
        self.january.action_compute()
        self.assertEqual(self._lines(self.report), [])
        self.assertEqual(self.report.grave_errors, 0)
        self.assertEqual(self.duty.grave_errors, 0)

    def test_accepted_reports_stay(self):
        self.january.action_compute()
        self._send(self.report, self._filled(self.report, cash_month=1040))
        with self._refused(AccessError, "only the customer service department"):
            self.report.with_user(self.county_manager).action_accept()
        self.report.with_user(self.service).action_accept()
        self.assertEqual(self.report.accepted_by_id, self.service)
        invoice = self._create_customer_invoice(40, "2026-01-12")
        self._pay(invoice, "2026-01-22")
        self.january.action_compute()
        self.assertEqual(self.report.difference_count, 1)
        with self._refused(UserError, "is “Report Accepted” and stays as it is"):
            self._send(self.report, self._filled(self.report))
        mine = self.report.with_user(self.county_manager)
        for user in (self.county_manager, self.service):
            with self._refused(UserError, "is “Report Accepted” and stays as it is"):
                mine.with_user(user).explanation = "The cashier was ill."
        self.report.with_user(self.service).action_take_back()
        mine.explanation = "The cashier was ill."
        self._send(self.report, self._filled(self.report))
        self.assertEqual(self.report.version_id.number, 2)

    def test_only_checked_reports_are_accepted(self):
        self._send(self.report, self._filled(self.report))
        for report in (self.report, self._report(self.branch)):
            with self._refused(UserError, "this step needs “Checked”"):
                report.with_user(self.service).action_accept()

    def test_versions_are_kept(self):
        """The second replaces the first, whose file and differences stay."""
        self.january.action_compute()
        first = self._filled(self.report, cash_month=1040)
        self._send(self.report, first, name="first.xlsx")
        self._send(self.report, self._filled(self.report), name="second.xlsx")
        old, second = self.report.version_ids.sorted("number")
        self.assertEqual(self.report.version_id, second)
        self.assertEqual((old.number, second.number), (1, 2))
        self.assertEqual((old.difference_count, second.difference_count), (1, 0))
        self.assertEqual(old.line_ids.mapped("reported"), [1040])
        self.assertEqual(self.report.line_ids.ids, [])
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", old._name),
                ("res_field", "=", "file"),
                ("res_id", "=", old.id),
            ]
        )
        self.assertEqual(file.raw, first)

    def test_the_same_file_twice_is_taken_once(self):
        self.january.action_compute()
        content = self._filled(self.report, cash_month=1040)
        self._send(self.report, content)
        lines, messages = self.report.line_ids, self.report.message_ids
        self._send(self.report, content)
        self.assertEqual(len(self.report.version_ids), 1)
        self.assertEqual(
            (self.report.line_ids, self.report.message_ids), (lines, messages)
        )

    def test_a_closed_month_takes_first_reports_only(self):
        branch = self._report(self.branch)
        self.branch.manager_id = self.county_manager
        self._send(self.report, self._filled(self.report))
        self._close(self.january)
        with self._refused(UserError, "the month is closed"):
            self._send(self.report, self._filled(self.report, cash_month=1))
        blank = {
            f"{code}_month": 0 for code in ("points", "cash", "billed", "full_time")
        }
        blank |= {f"{code}_year": 0 for code in ("points", "cash", "billed")}
        blank |= {"key_clients_month": 0, "key_revenue_month": 0, "key_revenue_year": 0}
        blank |= {"key_clients_new_month": 0, "key_clients_new_year": 0}
        self._send(branch, self._filled(branch, **blank))
        self.assertEqual(branch.state, "checked")

    def test_not_before_the_month_is_over(self):
        content = self._filled(self.report)
        with freeze_time("2026-01-30 02:00:00"):
            with self._refused(UserError, "not over yet"):
                self._send(self.report, content)

    def test_who_came_after_the_download(self):
        """A second key client and its visit are listed, and are no grave error."""
        self.january.action_compute()
        content = self._filled(self.report, key_clients_month=2)
        with freeze_time("2026-01-06 04:00:00"):
            inn = self.env["res.partner"].create(
                {
                    "name": "Inn",
                    "is_company": True,
                    "sales_unit_id": self.county.id,
                    "tier_id": self.hotel.tier_id.id,
                }
            )
        visit = self.env["telecom.visit"].create(
            {
                "partner_id": inn.id,
                "salesperson_id": self.anna.id,
                "start": "2026-01-15 02:00:00",
            }
        )
        # sudo: as the button does it, on that day
        visit.sudo().write({"state": "done", "done_at": "2026-01-31 15:59:00"})
        self._send(self.report, content)
        line = self.report.line_ids.filtered(lambda line: line.name == "Inn")
        self.assertEqual(
            (line.kind, line.column, line.measured, line.is_grave, line.cell),
            ("unreported", "Visits", 1, False, False),
        )
        # A minute later it is February in Shanghai.
        visit.sudo().done_at = "2026-01-31 16:00:00"
        self.january.action_compute()
        self.assertFalse(self.report.line_ids.filtered(lambda line: line.name == "Inn"))

    def test_each_difference_opens_its_records(self):
        self.january.action_compute()
        content = self._filled(
            self.report, cash_month=900, anna_cash=900, hotel_billed=900, hotel_visits=5
        )
        self._send(self.report, content)
        opened = [
            (
                action["res_model"],
                self.env[action["res_model"]].search(action["domain"]),
            )
            for line in self.report.line_ids
            for action in [line.with_user(self.service).action_open_evidence()]
        ]
        models = [model for model, _records in opened]
        entry, revenue = "telecom.performance.entry", "telecom.client.revenue"
        self.assertEqual(models, [entry, entry, revenue, "telecom.visit"])
        self.assertEqual(sum(opened[0][1].mapped("cash")), 1000)
        self.assertEqual(sum(opened[1][1].mapped("cash")), 1000)
        self.assertEqual(sum(opened[2][1].mapped("amount")), 1000)
        self.assertFalse(opened[3][1])

    def test_as_many_queries_for_all_units(self):
        """Three counties more are checked by the same queries, but for the inserts."""
        self.january.action_compute()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.report.sudo()._check_period(self.january)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self._send(self.report, self._filled(self.report, cash_month=1040))
        count()
        one = count()
        self.company.telecom_report_rounding = 50
        one_changed = count()
        self.assertEqual(self._lines(self.report), [])
        units = [
            self._create_unit(f"County {n}", f"N{n}", "county", self.city)
            for n in range(3)
        ]
        for unit in units:
            unit.manager_id = self.county_manager
            report = self.env["telecom.unit.report"].create(
                {"unit_id": unit.id, "date_from": "2026-01-01"}
            )
            zero = dict.fromkeys(
                [
                    f"{code}_{span}"
                    for code in ("points", "billed")
                    for span in ("month", "year")
                ]
                + ["cash_year", "full_time_month", "key_clients_month"]
                + ["key_clients_new_month", "key_clients_new_year"]
                + ["key_revenue_month", "key_revenue_year"],
                0,
            )
            self._send(report, self._filled(report, cash_month=40, **zero))
        self.january.action_compute()
        self.assertLessEqual(count(), one)
        self.company.telecom_report_rounding = 1
        self.assertLessEqual(count(), one_changed + 4)
        self.assertEqual(len(self._report(units[0]).line_ids), 1)
