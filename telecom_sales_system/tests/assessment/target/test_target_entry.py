from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from .test_target import TargetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestTargetEntry(TargetCommon):
    """The grid: all units of a year, next to figure and target of the year before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._last_year([200] + [100] * 11, cls.county)
        cls._target(cls.county, 1000, year=2025)
        cls.of_city = cls._target(cls.city, 3000)
        cls.of_branch = cls._target(cls.branch, 500)

    def _entry(self, **vals):
        return self.env["telecom.target.entry"].create(
            {"metric_id": self.points.id, "year": 2026, **vals}
        )

    def _rows(self, entry):
        return {
            line.scope: (line.last_figure, line.last_target, line.amount)
            for line in entry.line_ids
        }

    @users("service")
    def test_a_line_per_unit_with_last_year(self):
        rows = self._rows(self._entry())
        self.assertEqual(
            rows,
            {
                "City": (0, 0, 3000),
                "Cili": (1300, 1000, 0),
                "Lingyang": (0, 0, 0),
                "Letters": (0, 0, 500),
            },
        )

    @users("service")
    def test_sum_and_difference_to_the_unit_above_and_save(self):
        """3,000 of the city: 1,300 for Cili and 600 for Letters leave 1,100."""
        with Form(self.env["telecom.target.entry"]) as form:
            form.metric_id = self.points
            form.year = 2026
            form.phasing = "equal"
            form.parent_id = self.city
            self.assertEqual(form.parent_amount, 3000)
            self.assertEqual((form.total, form.difference), (500, 2500))
            for number in range(2):
                with form.line_ids.edit(number) as line:
                    line.amount = 1300 if line.unit_id == self.county else 600
            self.assertEqual((form.total, form.difference), (1900, 1100))
        action = form.record.action_save()
        targets = self.env["telecom.target"].search(action["domain"])
        self.assertEqual(
            {target.unit_id: target.amount for target in targets},
            {self.city: 3000, self.county: 1300, self.branch: 600},
        )
        self.assertEqual(self.of_city.difference, 1100)

    def _broken_down(self, target, **vals):
        context = target.action_break_down()["context"]
        entries = target.env["telecom.target.entry"].with_context(**context)
        return entries.create(vals)

    def _assert_sums(self, entry, total, elsewhere, difference):
        figures = (entry.total, entry.elsewhere_amount, entry.difference)
        self.assertEqual(figures, (total, elsewhere, difference))

    @users("service")
    def test_what_is_broken_down_elsewhere_counts(self):
        """Cili's 1,000 are its outlet's 600 and Anna's 400: nothing is left, whichever
        of them are shown. Its team has 350 of the 400 that are not the outlet's; Anna
        is of the team, which leaves 50."""
        of_county = self._target(self.county, 1000).with_env(self.env)
        self._target(self.outlet, 600)
        self._target(self.anna, 400)
        self._target(self.team, 350)
        self.assertEqual(of_county.difference, 0)
        entry = self._broken_down(of_county)
        self.assertEqual(self._rows(entry).keys(), {"Lingyang"})
        self._assert_sums(entry, 600, 400, 0)
        self._assert_sums(self._broken_down(of_county, kind="salesperson"), 400, 600, 0)
        self._assert_sums(self._broken_down(of_county, kind="team"), 350, 600, 50)
        with Form(entry) as form:
            form.kind = "salesperson"
            self.assertEqual((form.elsewhere_amount, form.difference), (600, 0))
            with form.line_ids.edit(0) as line:
                line.amount = 430
            self.assertEqual(form.difference, -30)

    @users("service")
    def test_a_unit_without_units_below_is_broken_down_to_its_people(self):
        entry = self._broken_down(self.of_branch.with_env(self.env))
        self.assertEqual(entry.kind, "salesperson")
        self.assertEqual(self._rows(entry).keys(), {self.bert.name})
        self._assert_sums(entry, 0, 0, 500)

    def test_the_own_quota_of_a_manager_who_sells_is_set_elsewhere(self):
        """Anna manages Cili: of its 1,000 her own 400 are not hers to set."""
        of_county = self._target(self.county, 1000)
        self._target(self.anna, 400)
        self.county.manager_id = self.anna.user_id
        group = self.env.ref("telecom_sales_system.group_telecom_unit_manager")
        self.anna.user_id.group_ids += group
        entry = self._broken_down(
            of_county.with_user(self.anna.user_id), kind="salesperson"
        )
        self.assertFalse(entry.line_ids)
        self._assert_sums(entry, 0, 400, 600)

    @users("service")
    def test_empty_lines_make_no_target_and_seasons_can_be_taken(self):
        entry = self._entry(phasing="seasonal", parent_id=self.city.id)
        entry.line_ids.filtered(lambda line: line.unit_id == self.county).amount = 130
        entry.action_save()
        targets = self.env["telecom.target"].search([("year", "=", 2026)])
        self.assertEqual(targets.unit_id, self.city | self.county | self.branch)
        of_county = targets.filtered(lambda t: t.unit_id == self.county)
        self.assertEqual((of_county.january, of_county.may), (20, 10))

    @users("service")
    def test_people_and_teams(self):
        rows = self._rows(self._entry(kind="salesperson"))
        self.assertEqual(rows.keys(), {self.anna.name, self.bert.name})
        rows = self._rows(self._entry(kind="team", parent_id=self.county.id))
        self.assertEqual(rows.keys(), {"Team Cili"})

    @users("county_manager")
    def test_a_manager_gets_the_units_and_people_below(self):
        self.assertEqual(self._rows(self._entry()).keys(), {"Lingyang"})
        people = self._entry(kind="salesperson")
        self.assertEqual(self._rows(people).keys(), {self.anna.name})
        people.line_ids.amount = 240
        people.action_save()
        target = self.env["telecom.target"].search([("salesperson_id", "!=", False)])
        self.assertEqual((target.amount, target.june), (240, 20))

    @users("county_manager")
    def test_a_line_by_hand_opens_no_other_unit(self):
        entry = self._entry()
        entry.line_ids.write({"unit_id": self.county.id, "amount": 1})
        with self._refused(AccessError, "Target|target"):
            entry.action_save()
