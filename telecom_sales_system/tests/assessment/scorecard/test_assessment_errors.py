from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .cards import MODULE, CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentErrors(CardCommon):
    """A line without a score says what to enter, and its button opens that place."""

    def _only(self, **vals):
        """Put a scheme of counties in force that has one line of 10 points."""
        indicator = {"name": "Line", "points": 10, **vals}
        scheme = self.env["telecom.assessment.scheme"].create(
            {
                "name": "One line",
                "unit_kind": "county",
                "year": 2026,
                "start_month": 1,
                "total": 10,
                "section_ids": [
                    Command.create(
                        {
                            "name": "All",
                            "points": 10,
                            "indicator_ids": [Command.create(indicator)],
                        }
                    )
                ],
            }
        )
        scheme.action_put_in_force()
        return scheme.indicator_ids

    def _line_of(self, unit, period=None, span="year"):
        return self._score(period or self.february)[unit, span].line_ids

    def _ratio(self, metric, **vals):
        return {
            "rule": "ratio",
            "metric_id": self.env.ref(MODULE + metric).id,
            **{"deduction": 1.5, "bonus": 1, "cap": 3},
            **vals,
        }

    def _assert_opens(self, line, model, **context):
        action = line.with_user(self.service).action_open_error()
        self.assertEqual(action["res_model"], model)
        for key, value in context.items():
            self.assertEqual(action["context"][f"default_{key}"], value)
        return action

    def test_the_first_year_has_no_base(self):
        """399 of January 2026; nothing is known of 2025: no score, however high the
        plan is. 4,800 a year before, by hand: 400 of January, 460 with 15 %."""
        self._only(**self._ratio("metric_points", growth=15))
        line = self._line_of(self.county, self.january)
        self.assertEqual((line.error, line.score), ("no_base", 0))
        self.assertEqual(
            line.explanation,
            "Net Performance: no figure of last year for Cili. Enter it with the"
            " target.",
        )
        action = self._assert_opens(line, "telecom.target")
        target = self.env["telecom.target"].browse(action["res_id"])
        self.assertEqual(target.unit_id, self.county)
        target.with_user(self.service).write({"has_base": True, "base": 4800})
        line.assessment_id.action_compute()
        self.assertFalse(line.error)
        self.assertEqual((line.target, line.actual), (460, 399))
        self.assertEqual(
            line.explanation,
            "399 of 460 (400 of last year + 15%, above the plan of 420), 13.26% short,"
            " −19.50, floor 0",
        )
        self._assert_offers(line, {"Net Performance": 399, "Target of 2026": 420})
        with self._refused(UserError, "2026-02 is closed"):
            self.february.action_close()
            target.base = 100

    def _assert_offers(self, line, figures):
        """Check the sets of records behind a line; return them."""
        action = line.action_open_evidence()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(dict(rows.mapped(lambda r: (r.name, r.figure))), figures)
        return rows

    def test_records_of_last_year_are_evidence(self):
        """Cili had one key client at the end of January 2025, has two now, of a plan of
        two: 1.15 of last year are below."""
        self._only(**self._ratio("metric_key_clients", growth=15))
        metric = self.env.ref(MODULE + "metric_key_clients")
        target = self._set_target(self.county, 2, metric)
        self._create_key_client(self.county, "2025-01-10")
        self._create_key_client(self.county, "2026-02-10")
        line = self._line_of(self.county)
        self.assertEqual(
            line.explanation,
            "2 of 2 (the plan, not below 1 of last year + 15%), on target",
        )
        name = metric.name
        rows = self._assert_offers(
            line, {name: 2, f"{name} of 2025": 1, "Target of 2026": 2}
        )
        for row, number in zip(rows, (2, 1, 1), strict=True):
            action = row.action_open()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), number)
        self.assertEqual(found, target)

    def test_a_unit_that_had_none_in_a_year_on_record(self):
        """Letters had a key client at the end of January 2025, Cili none: its plan of
        four counts, and none of four is 100 % short."""
        self._only(**self._ratio("metric_key_clients", growth=15))
        self._set_target(self.county, 4, self.env.ref(MODULE + "metric_key_clients"))
        self._create_key_client(self.branch, "2025-01-10")
        line = self._line_of(self.county, self.january)
        self.assertEqual((line.error, line.target, line.score), (False, 4, 0))

    def _create_key_client(self, unit, day):
        tiers = self.env["telecom.client.tier"]
        tier = tiers.search([("code", "=", "s")]) or tiers.create(
            {"name": "Silver", "code": "s", "threshold": 10}
        )
        client = {"name": "Mill", "is_company": True, "sales_unit_id": unit.id}
        with freeze_time(f"{day} 02:00:00"):
            self.env["res.partner"].create(client | {"tier_id": tier.id})

    def test_base_of_a_metric_that_does_not_add_up(self):
        """200 key clients at the end of last year are 200 in every month."""
        metric = self.env.ref(MODULE + "metric_key_clients")
        target = self._set_target(self.county, 100, metric)
        target.write({"has_base": True, "base": 200})
        bases = self.env["telecom.target"]._get_typed_bases(
            metric, self.county | self.branch, date(2026, 1, 1), date(2026, 2, 28)
        )
        self.assertEqual(bases, {self.county.id: 200})

    def test_without_conditions(self):
        """They are gone from the database, whatever the screens say."""
        condition = [Command.create({"metric_id": self.share.id, "value": 11})]
        indicator = self._only(rule="conditions", deduction=5, condition_ids=condition)
        self.env.cr.execute(
            "DELETE FROM telecom_assessment_condition WHERE indicator_id = %s",
            [indicator.id],
        )
        indicator.invalidate_recordset()
        line = self._line_of(self.county)
        self.assertEqual(line.error, "no_conditions")
        self.assertIn("names no condition", line.explanation)
        action = self._assert_opens(line, "telecom.assessment.scheme")
        self.assertEqual(action["res_id"], indicator.scheme_id.id)

    def test_a_scheme_without_conditions_is_not_put_in_force(self):
        condition = [Command.create({"metric_id": self.share.id, "value": 11})]
        indicator = self._only(rule="conditions", deduction=5, condition_ids=condition)
        scheme = indicator.scheme_id
        scheme.action_revise()
        indicator.condition_ids.unlink()
        with self._refused(UserError, "field Conditions: this rule needs it"):
            scheme.action_put_in_force()

    def _report(self, in_force_from=False):
        return self.env["telecom.duty.type"].create(
            {
                "name": "Letter",
                "code": "letter",
                "frequency": "month",
                "grace_days": 5,
                "for_branch": False,
                "in_force_from": in_force_from,
            }
        )

    def test_duties_that_nobody_listed(self):
        """Letters of December and January, due on 5 January and 5 February."""
        report = self._report()
        self._only(rule="missing", deduction=1, duty_type_ids=[Command.link(report.id)])
        line = self._line_of(self.county)
        self.assertEqual(line.error, "no_duties")
        action = self._assert_opens(line, "telecom.duty.type")
        self.assertEqual(self.env["telecom.duty.type"].search(action["domain"]), report)
        report.with_user(self.service)._list_year(2026)
        line.assessment_id.action_compute()
        self.assertEqual(
            (line.error, line.explanation), (False, "0 of 2, 2 missing, −2")
        )

    def test_one_listed_duty_does_not_hide_another(self):
        """The letter of January is listed, due on 5 February, that of December not."""
        report = self._report()
        self._only(rule="missing", deduction=1, duty_type_ids=[Command.link(report.id)])
        self.env["telecom.duty"].create(
            {
                "type_id": report.id,
                "unit_id": self.county.id,
                "period_from": "2026-01-01",
                "period_to": "2026-01-31",
                "due_on": "2026-02-05",
            }
        )
        line = self._line_of(self.county)
        self.assertEqual(line.error, "no_duties")
        self.assertIn("not all duties of Cili are listed", line.explanation)
        report.with_user(self.service)._list_year(2026)
        line.assessment_id.action_compute()
        self.assertEqual(line.explanation, "0 of 2, 2 missing, −2")

    def test_a_duty_in_force_since_february_is_listed_before_it_counts(self):
        """The job has not run: scoring lists the letter due on 5 February itself; that
        of 5 January is not owed."""
        report = self._report("2026-02-01")
        self._only(rule="missing", deduction=1, duty_type_ids=[Command.link(report.id)])
        line = self._line_of(self.county)
        self.assertEqual(
            (line.error, line.explanation), (False, "0 of 1, 1 missing, −1")
        )

    def test_a_new_county_owes_nothing_of_the_time_before(self):
        """Founded on 20 February: full points then; of February, due on 5 March, it
        owes its first letter."""
        report = self._report()
        self._only(rule="missing", deduction=1, duty_type_ids=[Command.link(report.id)])
        young = self._create_unit("Sangzhi", "SZ", "county", self.city)
        young.founded_on = "2026-02-20"
        report.with_user(self.service)._list_year(2026)
        duties = self.env["telecom.duty"].search([("unit_id", "=", young.id)])
        mine = duties.filtered(lambda duty: duty.type_id == report)
        # Until 31 days from 2 March; the one of March is due on 5 April.
        self.assertEqual(mine.mapped("due_on"), [date(2026, 3, 5)])
        line = self._line_of(young)
        self.assertEqual(
            (line.error, line.score, line.explanation),
            (False, 10, "nothing due yet, full points"),
        )

    def test_a_duty_of_other_units_is_none_of_a_county(self):
        report = self._report()
        self._only(rule="missing", deduction=1, duty_type_ids=[Command.link(report.id)])
        report.for_county = False
        self.assertFalse(self._line_of(self.county).error)

    def test_nothing_planned_opens_the_projects(self):
        refs = {
            "metric_id": "metric_projects_done",
            "target_metric_id": "metric_projects_due",
            "bonus_metric_id": "metric_projects_large",
        }
        self._only(
            rule="projects",
            target_kind="metric",
            **{field: self.env.ref(MODULE + name).id for field, name in refs.items()},
            **{"deduction": 1, "bonus": 1},
        )
        line = self._line_of(self.county)
        self.assertEqual(line.error, "zero_target")
        self.assertIn("nothing is planned for Cili in 2026", line.explanation)
        self._assert_opens(
            line, "telecom.marketing.project", unit_id=self.county.id, year=2026
        )

    def _projects(self, **vals):
        """Return the values of the line on projects, as annex 1 has it."""
        county = self.env.ref(MODULE + "indicator_county_projects")
        names = ("metric_id", "target_metric_id", "bonus_metric_id")
        return {
            "rule": "projects",
            "metric_counts": county.metric_counts,
            **{name: county[name].id for name in names},
            **{"deduction": 1, "bonus": 1},
            **vals,
        }

    def test_another_project_does_not_hide_a_missed_one(self):
        """Spring, due on 15 February, is open. Autumn of November was closed in
        January, and so was Old of 2025: one due, one missing, -1."""
        projects = self.env["telecom.marketing.project"]
        for name, year, deadline in (
            ("Spring", 2026, "2026-02-15"),
            ("Autumn", 2026, "2026-11-30"),
            ("Old", 2025, "2025-12-15"),
        ):
            projects |= projects.create(
                {
                    "name": name,
                    "unit_id": self.county.id,
                    "year": year,
                    "deadline": deadline,
                    "review": "<p>Well.</p>",
                }
            )
        projects.action_create_campaign()
        with freeze_time("2026-02-20 02:00:00"):
            projects[1:].action_close()
        self._only(**self._projects())
        line = self._line_of(self.county)
        self.assertEqual(
            (line.score, line.explanation), (9, "0 done, 1 planned, 1 missing, −1")
        )
        with freeze_time("2026-02-27 02:00:00"):
            projects[0].action_close()
        line.assessment_id.action_compute()
        self.assertEqual((line.score, line.explanation), (10, "1 done, 1 planned"))

    def test_nothing_planned_is_no_full_score(self):
        self._only(**self._projects())
        line = self._line_of(self.county)
        self.assertEqual(line.error, "zero_target")
        self.assertEqual(
            line.explanation,
            "Marketing Projects Due: nothing is planned for Cili in 2026 to compare"
            " with. Enter it.",
        )
        self._assert_opens(line, "telecom.marketing.project")

    def test_what_counts_no_items_is_refused(self):
        """Points, money and ratios are no numbers of projects or of missing items."""
        key_average = self.env.ref(MODULE + "metric_key_average")
        for vals in (
            self._projects(bonus_metric_id=self.points.id),
            self._projects(target_metric_id=self.points.id),
            {"rule": "missing", "metric_id": self.points.id},
            {"rule": "missing", "metric_id": self.share.id},
            {"rule": "missing", "metric_id": key_average.id},
        ):
            with self._refused(ValidationError, "does not count items"):
                self._only(**vals)

    def test_an_impossible_figure_stops_nobody_else(self):
        """The metric, of no closed month, is changed later: 399 and 3.50 points are
        402.50 items. The line says so, all others are scored."""
        invoice = self._create_customer_invoice(10, "2026-02-10", self.anna)
        self._pay(invoice, "2026-02-20")
        self.february.action_compute()
        metric = self.points.copy({"code": "points_later", "measure": "count"})
        indicator = self._only(
            **self._projects(bonus_metric_id=metric.id),
        )
        metric.measure = "points"
        cards = self._score(self.february)
        line = cards[self.county, "year"].line_ids
        self.assertEqual((line.error, line.error_metric_id), ("no_count", metric))
        self.assertIn("is not a number of items", line.explanation)
        action = self._assert_opens(line, "telecom.assessment.scheme")
        self.assertEqual(action["res_id"], indicator.scheme_id.id)
        self.assertEqual(cards[self.branch, "year"].state, "computed")

    def test_no_key_clients_opens_the_clients(self):
        self._only(
            **self._ratio("metric_key_average") | {"rule": "average"},
        )
        client = self.env["res.partner"].create(
            {"name": "Mill", "is_company": True, "sales_unit_id": self.outlet.id}
        )
        line = self._line_of(self.county)
        self.assertEqual(line.error, "no_population")
        action = self._assert_opens(line, "res.partner")
        self.assertIn(client, self.env["res.partner"].search(action["domain"]))

    def test_a_city_without_revenue_opens_the_figures(self):
        """Cili has a key client, but nobody was billed anything."""
        self._only(**self._ratio("metric_key_average") | {"rule": "average"})
        self._create_key_client(self.county, "2026-02-10")
        line = self._line_of(self.county)
        self.assertEqual(line.error, "zero_target")
        self.assertIn("average of the whole city is not above zero", line.explanation)
        action = self._assert_opens(line, "telecom.metric.value")
        self.assertIn(("period_id", "=", self.february.id), action["domain"])

    def test_several_sources_are_offered_one_by_one(self):
        """Two metrics in the conditions: the reader chooses, each opens its records."""
        teams = self.env.ref(MODULE + "metric_teams_complete")
        full_time = self.env.ref(MODULE + "metric_full_time")
        self._only(
            rule="conditions",
            deduction=5,
            condition_ids=[
                Command.create({"metric_id": metric.id, "value": 1})
                for metric in (teams, full_time)
            ],
        )
        line = self._line_of(self.county)
        action = line.action_open_evidence()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows._name, "telecom.assessment.evidence")
        self.assertEqual(
            [(row.name, row.figure) for row in rows],
            [(teams.name, 0), (full_time.name, 1)],
        )
        opened = rows[1].action_open()
        self.assertEqual(opened["res_model"], "telecom.salesperson")
        found = self.env[opened["res_model"]].search(opened["domain"])
        self.assertEqual(found, self.anna)

    def test_evidence_of_a_deadline_is_that_of_the_day(self):
        """Looked at on 31 January, when there was one; Anna is not there any more."""
        self._only(
            rule="conditions",
            deduction=5,
            due_month=1,
            condition_ids=[
                Command.create(
                    {"metric_id": self.env.ref(MODULE + "metric_full_time").id}
                    | {"value": 1}
                )
            ],
        )
        self.anna._record_departure(date(2026, 2, 10))
        line = self._line_of(self.county)
        self.assertEqual(line.score, 10)
        action = line.action_open_evidence()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.anna)
