from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .existing import ExistingCompanyCommon

CODES = [
    "sample_year",
    "company",
    "units",
    "people",
    "revenue_lines",
    "clients",
    "duties",
    "targets",
    "arrears",
    "samples",
    "first_month",
]


@tagged("post_install", "-at_install")
class TestSetupPage(ExistingCompanyCommon):
    """The setup page of an existing company: what is done, and what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["telecom.setup.step"].with_user(cls.sven)

    def _steps(self):
        self.env.invalidate_all()
        action = self.page.get_page_action()
        return {step.code: step for step in self.page.search(action["domain"])}

    def _dialog(self, step):
        action = step.action_start()
        return (
            self.env[action["res_model"]]
            .with_user(self.sven)
            .with_context(**action["context"])
        )

    def test_cards_in_their_order(self):
        steps = self._steps()
        self.assertEqual(list(steps), CODES[1:], "no sample year: there are invoices")
        settings = self.page._get_step_settings()
        self.assertEqual(set(settings), set(CODES))
        self.assertEqual(self.page._get_step_order(), CODES)
        self.assertEqual({step.state for step in steps.values()}, {"todo"})
        self.assertEqual(
            [code for code, step in steps.items() if step.is_next], ["company"]
        )
        self.assertEqual([step.number for step in steps.values()], [*range(1, 11)])
        for code, step in steps.items():
            with self.subTest(step=code):
                self.assertTrue(step.message and step.purpose and step.button)

    def test_a_bookmark_opens_the_page_within_the_app(self):
        """The client finds the app by the menu of the address, and shows its menus."""
        action = self.env.ref("telecom_sales_system.telecom_setup_menu").action
        self.assertEqual(action.path, "telecom-setup")
        domain = safe_eval(action.domain, {"allowed_company_ids": self.company.ids})
        self.assertEqual(self.page.search(domain).mapped("code"), CODES[1:])
        empty = self.env["res.company"].create({"name": "Empty"})
        self.sven.company_ids += empty
        domain = safe_eval(action.domain, {"allowed_company_ids": empty.ids})
        page = self.page.with_context(allowed_company_ids=empty.ids)
        self.assertEqual(page.search(domain).mapped("code"), CODES)
        hidden = self.page.search([("is_shown", "=", False)])
        self.assertEqual(hidden.mapped("code"), ["sample_year"])
        self.assertFalse(hidden.is_shown)

    def test_states_follow_the_records(self):
        """Each card is done by the records, whoever made them, and open without."""
        steps = self._steps()
        self.assertIn("not entered yet", steps["company"].message)
        form = Form(self._dialog(steps["company"]))
        self.assertEqual(str(form.first_month), "2026-01-01")
        form.save().action_save()
        self.assertEqual(self._steps()["company"].state, "done")
        months = self.env["telecom.period"].search(
            [("company_id", "=", self.company.id)], order="date_from"
        )
        self.assertEqual(months.mapped("name"), ["2026-01", "2026-02", "2026-03"])

        form = Form(self._dialog(steps["units"]))
        form.text = "City\t\tcity bureau\t\t5\nCili\tCL\tcounty\n"
        form.save().action_save()
        self.assertEqual(self._steps()["units"].message.split("\n")[1][-4:], "Cili")
        self.assertEqual(self._steps()["units"].state, "todo")
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company.id)]
        )
        units.filtered(lambda unit: unit.name == "Cili").headcount = 9
        self.assertEqual(self._steps()["units"].state, "done")

        people = steps["people"]
        self.assertIn("a leader is missing", people.message)
        form = Form(self._dialog(people))
        form.text = (
            "Anna\tSalesperson\tCL\tC-1\t2026-01-01\nLena\tLeader\nMona\tManager\tCL"
        )
        form.save().action_save()
        people = self._steps()["people"]
        self.assertEqual(people.state, "done", people.message)
        self.assertIn("have no role", people.message)

    def test_money_without_a_line(self):
        """Of 20,000 paid in twelve months nothing has a line; then all of it."""
        step = self._steps()["revenue_lines"]
        self.assertEqual(step.message.count("20,000.00"), 2)
        mapping = Form(self._dialog(step)).save()
        proposed = {line.category_id: line.line_id.code for line in mapping.line_ids}
        self.assertEqual(proposed[self.letters], "letter")
        self.assertEqual(proposed[self.press], "press")
        mapping.action_save()
        self.assertEqual(self._steps()["revenue_lines"].state, "done")

    def test_a_step_is_skipped_for_its_company_only(self):
        step = self._steps()["arrears"]
        step.action_skip()
        self.assertEqual(self._steps()["arrears"].state, "skipped")
        other = self.env["res.company"].create({"name": "Other"})
        steps = self.page.sudo().search([("company_id", "=", other.id)])
        self.assertEqual(steps.mapped("code"), CODES)
        self.assertFalse(any(steps.mapped("is_skipped")))
        self.assertFalse(self.page.search([("company_id", "=", other.id)]))
        step.action_skip()
        self.assertEqual(self._steps()["arrears"].state, "todo")

    def test_first_page_of_the_app(self):
        """It is the setup, for the department, until it is done or put away."""

        def open_home(user):
            action = self.page.with_user(user).get_home_action()
            return action.get("res_model") == "telecom.setup.step"

        self.assertTrue(open_home(self.sven))
        self.assertFalse(open_home(self.lena))
        steps = self._steps()
        for step in steps.values():
            step.action_skip()
        self.assertFalse(open_home(self.sven))
        steps["units"].action_skip()
        self.assertTrue(open_home(self.sven))
        self.page.action_put_away()
        self.assertFalse(open_home(self.sven))

    def test_queries_do_not_grow_with_people(self):
        people = self._steps()["people"]

        def count_queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(people.message)
            return self.env.cr.sql_log_count - before

        count_queries()
        few = count_queries()
        for place in range(6):
            self._create_user(f"more{place}", f"More {place}", "base.group_user")
        self.env.flush_all()
        count_queries()
        self.assertLessEqual(count_queries(), few)

    def test_samples_are_confirmed(self):
        step = self._steps()["samples"]
        check = Form(self._dialog(step)).save()
        names = check.line_ids.mapped("name")
        self.assertEqual(
            names, ["Conversion Rates", "Client Tiers", "Grades", "Arrears"]
        )
        self.assertIn("Letters and Direct Mail 35%", check.line_ids[0].message)
        self.assertFalse(any(check.line_ids.mapped("is_ready")))
        dashboard = self.env["telecom.dashboard"].with_user(self.sven)
        tiles = {tile["key"]: tile for tile in dashboard.read_page()["tiles"]}
        self.assertEqual(tiles["samples"]["action"]["res_model"], check._name)
        check.action_confirm()
        keys = [tile["key"] for tile in dashboard.read_page()["tiles"]]
        self.assertNotIn("samples", keys)
        self.assertEqual(self._steps()["samples"].state, "done")
        self.assertEqual(str(self.company.telecom_samples_confirmed_on), "2026-03-05")

    def test_duties_schemes_and_contest_in_one_go(self):
        form = Form(self._dialog(self._steps()["company"]))
        form.save().action_save()
        form = Form(self._dialog(self._steps()["units"]))
        form.text = (
            "City\t\tcity bureau\t\t5\nCili\tCL\tcounty\t\t9\nHJ\tHJ\tbranch\t\t5"
        )
        form.save().action_save()
        step = self._steps()["duties"]
        self.assertIn("0 duties of 2026", step.message)
        self.assertIn("There is no contest of the year yet", step.message)
        Form(self._dialog(step)).save().action_prepare()
        step = self._steps()["duties"]
        self.assertEqual(step.state, "done", step.message)
        contest = self.env["telecom.contest"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((contest.state, len(contest.category_ids)), ("running", 2))
        # A second time nothing is doubled.
        Form(self._dialog(step)).save().action_prepare()
        self.assertEqual(
            self.env["telecom.contest"].search([("company_id", "=", self.company.id)]),
            contest,
        )

    def test_who_may(self):
        step = self._steps()["units"]
        for user in (self.lena, self.cora, self.anna):
            with self.subTest(user=user.login):
                mine = step.with_user(user)
                for call in (mine.action_start, mine.action_skip, mine.action_put_away):
                    with self.assertRaises(AccessError):
                        call()
                with self.assertRaises(AccessError):
                    mine.get_page_action()
        with self.assertRaises(AccessError):
            step.is_skipped = True

    def test_readiness_of_the_first_month(self):
        """In February 16,000 were paid of Anna's invoices; nobody is registered.

        With Anna registered since 1 February, 6,000 of them are hers: the invoice of
        10,000 is of January.
        """
        form = Form(self._dialog(self._steps()["company"]))
        form.first_month = "2026-02-01"
        form.save().action_save()
        check = Form(self._dialog(self._steps()["first_month"])).save()
        lines = {line.name: line for line in check.line_ids}
        self.assertIn("0 %", lines["Cash with a salesperson"].message)
        self.assertIn("16,000.00", lines["Cash with a salesperson"].message)
        unit = self.env["telecom.sales.unit"].create(
            {"name": "City", "code": "C", "kind": "city"}
        )
        person = self.env["telecom.salesperson"].create(
            {"user_id": self.anna.id, "certificate_no": "C-1"}
        )
        person._register_salesperson(
            {"date_from": self.env["telecom.period"].search([])[-1].date_from}
            | {"unit_id": unit.id}
        )
        check = Form(self._dialog(self._steps()["first_month"])).save()
        lines = {line.name: line for line in check.line_ids}
        self.assertIn("6,000.00", lines["Cash with a salesperson"].message)
        self.assertIn("37 %", lines["Cash with a salesperson"].message)
        self.assertFalse(lines["Prefix of circulars"].is_ready)
        with self.assertRaisesRegex(UserError, "choose this month"):
            self.env["telecom.setup.company"].with_user(self.sven).create(
                {"first_month": "2031-01-01", "has_months": False}
            )._create_months(self.company)
