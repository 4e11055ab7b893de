import io
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged, users

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestEarlyWarning(PerformanceCommon):
    """Debts and cases around February 2026, printed on 10 March.

    Brewery of Cili (Anna): 1,000 due on 30 November; named on 29 January, proposed on
    28 February, blacklisted on 5 March. Bakery of Letters, of nobody: 300 due on 20
    January, warned on 19 February. Bert's Dairy of Letters: 200 due on 15 March, and a
    case of January over 150 due on 31 December, paid on 10 February.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch.manager_id = cls.leader
        cls.brewery = cls._create_client("Brewery", cls.county, cls.anna)
        cls.bakery = cls._create_client("Bakery", cls.branch)
        cls.dairy = cls._create_client("Dairy", cls.branch, cls.bert)
        cls.invoices = {}
        for client, amount, day, due in (
            (cls.brewery, 1000, "2025-11-10", "2025-11-30"),
            (cls.bakery, 300, "2026-01-10", "2026-01-20"),
            (cls.dairy, 200, "2026-02-15", "2026-03-15"),
        ):
            cls.invoices[client] = cls._create_customer_invoice(
                amount, day, partner_id=client.id, invoice_date_due=due
            )
        old = cls._create_customer_invoice(
            150, "2025-12-20", partner_id=cls.dairy.id, invoice_date_due="2025-12-31"
        )
        cls._pay(old, "2026-02-10")
        paid = cls._open_case(cls.dairy, date(2026, 1, 10))
        cls._move_case(paid, "settled", "closed_on", "2026-02-10")
        cls._open_case(cls.bakery, date(2026, 2, 19))
        case = cls._open_case(cls.brewery, date(2026, 1, 5))
        cls._move_case(case, "circulated", "circulated_on", "2026-01-29")
        cls._move_case(case, "proposed", "proposed_on", "2026-02-28")
        cls._move_case(case, "blacklisted", "blacklisted_on", "2026-03-05")
        (cls.january + cls.february).action_compute()

    @classmethod
    def _create_client(cls, name, unit, lead=None):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "sales_unit_id": unit.id,
                "client_manager_id": lead and lead.id,
            }
        )

    @classmethod
    def _open_case(cls, client, day):
        # sudo: cases are opened by the watch only
        cases = cls.env["telecom.blacklist.case"].sudo()
        return cases._create_cases(client, day, cls.env.company)

    @classmethod
    def _move_case(cls, case, state, field, day):
        with freeze_time(day):
            case.write({"state": state, field: day})

    def _matrix(self, period):
        return self.env["telecom.arrears.matrix"]._build_matrix(period)

    def test_reprinted_after_later_changes(self):
        """In March the proposal is refused with a new deadline, made again in April,
        the case gets another unit and person: February prints as it did."""
        before = self._matrix(self.february)["cases"]
        case = (
            self.env["telecom.blacklist.case"]
            .sudo()
            .search([("partner_id", "=", self.brewery.id)])
        )
        with freeze_time("2026-03-20"):
            case.write({"state": "circulated", "refused_on": "2026-03-20"})
            case.write({"deadline": "2026-04-19", "salesperson_id": self.bert.id})
            case.write({"sales_unit_id": self.branch.id})
        with freeze_time("2026-04-20"):
            case.write({"state": "proposed", "proposed_on": "2026-04-20"})
        with freeze_time("2026-05-01"):
            case.write({"state": "settled", "closed_on": "2026-05-01"})
        after = self._matrix(self.february)["cases"]
        self.assertEqual(after, before)
        [proposed] = after["proposed"]
        self.assertEqual(proposed["accountable"], self.anna.user_id.name)
        self.assertEqual(proposed["deadline"], date(2026, 2, 4))

    def test_new_manager_of_a_unit(self):
        """From March on the auditor manages Letters: the bakery's case is his from the
        next watch on, and the leader's in February."""
        self.branch.manager_id = self.auditor
        self.env["telecom.blacklist.watch"].sudo()._watch_company(
            self.env.company, date(2026, 3, 10)
        )
        bakery = self._matrix(self.february)["cases"]["warning"][0]
        self.assertEqual(bakery["accountable"], self.leader.name)
        standings = self.env["telecom.blacklist.standing"]._get_open_standings(
            self.env.company, date(2026, 3, 10)
        )
        stands = standings.filtered(lambda row: row.case_id.partner_id == self.bakery)
        self.assertEqual(stands.accountable_id, self.auditor)

    def test_open_cases_of_the_month_wherever_they_are_counted(self):
        """28 February: the Brewery's and the Bakery's; on 10 March the Mill's is new.

        The step of the close says what circular and workbook say, whenever it is run.
        """
        mill = self._create_client("Mill", self.county, self.anna)
        self._create_customer_invoice(
            50, "2026-01-05", partner_id=mill.id, invoice_date_due="2026-03-01"
        )
        self._open_case(mill, date(2026, 3, 5))
        step = self.env["telecom.close.step"].new({"period_id": self.february.id})
        cases = self._matrix(self.february)["cases"]
        self.assertEqual(sum(map(len, cases.values())), 2)
        self.assertEqual(step._count_open_cases(), 2)
        content = self.env["telecom.performance.workbook"]._build_workbook(
            self.february
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Arrears Cases"]
        clients = [sheet.cell(row, 2).value for row in range(2, sheet.max_row)]
        self.assertEqual(sorted(filter(None, clients)), ["Bakery", "Brewery"])
        standings = self.env["telecom.blacklist.standing"]
        today = standings._get_open_debts(self.env.company, date(2026, 3, 10))
        self.assertEqual(len(today), 3)

    def test_outlets_are_in_the_row_of_their_county(self):
        """80 of the outlet, overdue since 1 February: Cili has 1,080 at month end."""
        inn = self._create_client("Inn", self.outlet, self.anna)
        self._create_customer_invoice(
            80, "2026-01-05", partner_id=inn.id, invoice_date_due="2026-02-01"
        )
        self._open_case(inn, date(2026, 2, 20))
        self.february.action_compute()
        matrix = self._matrix(self.february)
        ageing = {row["unit"]: row["overdue"] for row in matrix["ageing"]}
        self.assertEqual(ageing, {"Cili": 1080, "Letters": 300})
        self.assertEqual(
            [(row["unit"], sum(row["counts"])) for row in matrix["units"]],
            [("Cili", 2), ("Letters", 1)],
        )
        groups = self.env["telecom.arrears.balance"].formatted_read_group(
            [("period_id", "=", self.february.id)], ["ranked_unit_id"], ["overdue:sum"]
        )
        self.assertEqual(
            {group["ranked_unit_id"][1]: group["overdue:sum"] for group in groups},
            ageing,
        )

    def test_ageing_by_unit(self):
        """28 February: Cili 1,000 for 90 days; Letters 300 for 39, 200 not due.

        Overdue 1,300 of 1,500, 86.7 %; on 31 January 1,000 (62 days), 300, 150."""
        matrix = self._matrix(self.february)
        self.assertEqual(
            [
                (row["unit"], row["buckets"], row["overdue"], row["before"])
                for row in matrix["ageing"]
            ],
            [
                ("Cili", [0, 0, 0, 1000, 0], 1000, 1000),
                ("Letters", [200, 0, 300, 0, 0], 300, 450),
            ],
        )
        total = matrix["total"]
        self.assertEqual((total["overdue"], total["outstanding"]), (1300, 1500))
        self.assertAlmostEqual(total["ratio"], 0.8667, 4)
        self.assertEqual(total["before"], 1450)

    def test_first_month_has_nothing_before_it(self):
        self.assertIsNone(self._matrix(self.january)["total"]["before"])

    def test_stages_are_those_of_the_month_end(self):
        """The brewery is blacklisted today; it was proposed then, and named before."""
        expected = {
            self.february: {"proposed": ["Brewery"], "warning": ["Bakery"]},
            self.january: {"circulated": ["Brewery"], "warning": ["Dairy"]},
        }
        for period, stages in expected.items():
            cases = self._matrix(period)["cases"]
            with self.subTest(period=period.name):
                self.assertEqual(
                    {
                        stage: [case["client"] for case in rows]
                        for stage, rows in cases.items()
                        if rows
                    },
                    stages,
                )

    def test_who_paid_on_the_last_day_is_not_named(self):
        """The bakery pays its 300 on 28 February; the watch comes on 1 March."""
        self._pay(self.invoices[self.bakery], "2026-02-28")
        matrix = self._matrix(self.february)
        self.assertEqual(matrix["cases"]["warning"], [])
        self.assertEqual([row["unit"] for row in matrix["units"]], ["Cili"])

    def test_a_case_tells_age_amount_who_and_when(self):
        """Opened on 5 January, 30 days to recover: 4 February, past on 28 February."""
        [case] = self._matrix(self.february)["cases"]["proposed"]
        self.assertEqual((case["amount"], case["days"]), (1000, 90))
        self.assertEqual(case["accountable"], self.anna.name)
        self.assertEqual(case["deadline"], date(2026, 2, 4))
        self.assertTrue(case["late"])

    def test_manager_answers_where_there_is_no_lead(self):
        [case] = self._matrix(self.february)["cases"]["warning"]
        self.assertEqual(case["accountable"], self.leader.name)

    def test_moves_of_the_month(self):
        february, january = map(self._matrix, (self.february, self.january))
        for matrix, moves in ((february, (1, 1, 0)), (january, (2, 0, 0))):
            found = matrix["opened"], matrix["settled"], matrix["released"]
            self.assertEqual(found, moves)

    def _draft(self, period):
        circulars = self.env["telecom.circular"]
        return circulars.create(
            {"kind": "early_warning", "unit_id": self.city.id, "period_id": period.id}
        )

    @users("service")
    def test_circular(self):
        circular = self._draft(self.february)
        self.assertIn("of which 1,300.00 US dollars were overdue", circular.text)
        self.assertIn("86.7%", circular.text)
        tables = circular.figures["tables"]
        titles = [table["title"] for table in tables]
        self.assertEqual(
            titles[2:], ["III. Proposed for the blacklist (1)", "IV. Warned (1)"]
        )
        self.assertEqual(tables[2]["rows"][0][-1], "past its deadline")

    def test_workbook(self):
        """Sheets of what is owed and of the cases; totals follow the filter."""
        content = self.env["telecom.performance.workbook"]._build_workbook(
            self.february
        )
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = list(book["Arrears"].iter_rows(values_only=True))
        self.assertEqual(
            [row[1:2] + row[3:] for row in rows[1:-1]],
            [
                ("Brewery", "61-90 days", 1000, 1000),
                ("Bakery", "31-60 days", 300, 300),
                ("Dairy", "Not due", 200, 0),
            ],
        )
        self.assertEqual(rows[-1][4:], ("=SUBTOTAL(109,E2:E4)", "=SUBTOTAL(109,F2:F4)"))
        cases = list(book["Arrears Cases"].iter_rows(values_only=True))
        self.assertEqual(
            [(row[1], row[3], row[7], row[8]) for row in cases[1:-1]],
            [
                ("Brewery", "Blacklist Proposed", 90, 1000),
                ("Bakery", "Warning", 39, 300),
            ],
        )
        self.assertEqual(cases[-1][8], "=SUBTOTAL(109,I2:I3)")

    def test_workbook_of_a_past_month_stays_as_it_was(self):
        """What is paid and decided in March does not change February's sheet."""
        self._pay(self.invoices[self.brewery], "2026-03-06")
        content = self.env["telecom.performance.workbook"]._build_workbook(
            self.february
        )
        book = openpyxl.load_workbook(io.BytesIO(content))
        [case, _other] = list(book["Arrears Cases"].iter_rows(values_only=True))[1:-1]
        self.assertEqual((case[3], case[8]), ("Blacklist Proposed", 1000))

    def test_cases_by_unit(self):
        """Cili: one proposed, 1,000; Letters: one warned, 300."""
        self.assertEqual(
            self._matrix(self.february)["units"],
            [
                {"unit": "Cili", "counts": [0, 1, 0, 0], "amount": 1000},
                {"unit": "Letters", "counts": [0, 0, 0, 1], "amount": 300},
            ],
        )

    def test_refused_before_it_was_named_is_a_warning(self):
        """Proposed by hand on 20 February, refused on the 25th, never named."""
        case = self.env["telecom.blacklist.case"].sudo()
        case = case.search([("partner_id", "=", self.bakery.id)])
        self._move_case(case, "proposed", "proposed_on", "2026-02-20")
        self._move_case(case, "warning", "refused_on", "2026-02-25")
        rows = self._matrix(self.february)["cases"]
        self.assertEqual([row["client"] for row in rows["warning"]], ["Bakery"])
