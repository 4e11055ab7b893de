from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..scorecard.cards import MODULE, CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentScheme(CardCommon):
    """Annexes 1 and 2 as data; editing, versions, what if."""

    def _section_points(self, name):
        scheme = self.env.ref(MODULE + name)
        self.assertEqual(scheme.state, "in_force")
        self.assertFalse(scheme.complaint)
        return scheme, scheme.section_ids.mapped("points")

    def test_annex_1(self):
        scheme, points = self._section_points("scheme_county")
        self.assertEqual(points, [15, 20, 65])
        self.assertEqual(scheme.points, 100)
        self.assertFalse(scheme.is_provisional)
        self.assertEqual(
            [(award.floor, award.amount) for award in scheme.award_ids],
            [(95, 20_000), (90, 10_000)],
        )
        self.assertEqual(len(scheme.indicator_ids.filtered("points")), 14)
        vetoes = scheme.indicator_ids.filtered(lambda line: line.rule == "veto")
        self.assertEqual(
            sorted((line.veto_on, line.veto_limit) for line in vetoes),
            [("grave_errors", 3), ("integrity", 1), ("missing", 1)],
        )

    def test_annex_2(self):
        """Two lines are wholly of the source; what a missed review costs is not."""
        scheme, points = self._section_points("scheme_branch")
        self.assertEqual(points, [35, 15, 50])
        self.assertEqual(
            scheme.indicator_ids.mapped("is_provisional"), [False] * 2 + [True] * 8
        )
        self.assertEqual(scheme.award_kind, "rank")
        self.assertEqual(
            [(award.rank, award.amount) for award in scheme.award_ids],
            [(1, 10_000), (2, 8_000), (3, 5_000), (4, 2_000)],
        )

    def test_points_have_to_add_up(self):
        draft = self.scheme.copy()
        draft.indicator_ids.sorted()[0].points = 9
        self.assertIn("add up to 19.00 points, not to 20.00", draft.complaint)
        draft.section_ids[1].points = 11
        self.assertIn("add up to 31.00 points, not to 30.00", draft.complaint)
        with self._refused(UserError, "cannot be put in force"):
            draft.action_put_in_force()

    def test_in_force_it_stays(self):
        for change in (
            lambda: self.scheme.write({"total": 40}),
            lambda: self.scheme.section_ids[0].write({"name": "x"}),
            lambda: self.scheme.indicator_ids[0].write({"points": 1}),
            lambda: self.scheme.indicator_ids.condition_ids.write({"value": 1}),
            lambda: self.scheme.indicator_ids[0].unlink(),
            lambda: self.env["telecom.assessment.award"].create(
                {"scheme_id": self.scheme.id, "floor": 1, "amount": 1}
            ),
        ):
            with self._refused(UserError, "is “In Force” and stays"):
                change()
        with self._refused(AccessError, "buttons"):
            self.scheme.with_user(self.service).write({"state": "draft"})

    def test_a_new_version_has_everything(self):
        county = self.env.ref(MODULE + "scheme_county")
        copy = self.env["telecom.assessment.scheme"].browse(
            county.action_new_version()["res_id"]
        )
        self.assertEqual((copy.state, copy.version), ("draft", 2))
        self.assertEqual(copy.points, 100)
        self.assertEqual(
            copy.indicator_ids.sorted().mapped("name"),
            county.indicator_ids.mapped("name"),
        )
        self.assertEqual(
            copy.indicator_ids.duty_type_ids,
            county.indicator_ids.duty_type_ids,
        )
        self.assertEqual(len(copy.indicator_ids.condition_ids), 5)
        self.assertEqual(copy.award_ids.mapped("amount"), [20_000, 10_000])
        self.assertEqual(copy.tie_section_id, copy.section_ids[2])

    def test_a_new_version_is_valid_from_this_year(self):
        """It is March 2026: a version of the scheme of 2008 scores nothing before."""
        county = self.env.ref(MODULE + "scheme_county")
        county.active = True
        version = county.copy()
        self.assertEqual((county.year, version.year), (2008, 2026))
        version.action_put_in_force()
        self.scheme.active = False
        for day, scheme in (
            (date(2025, 12, 31), county),
            (date(2026, 2, 28), county),
            (date(2026, 3, 31), version),
        ):
            with self.subTest(day=day):
                found = version._get_schemes_by_unit(self.county, day)
                self.assertEqual(found[self.county], scheme)

    def test_a_new_version_is_valid_from_the_year_entered(self):
        """Of 2027: the cards of 2026 keep theirs, also when they are scored again."""
        cards = self._score(self.january)
        version = self.scheme.copy({"year": 2027})
        version.action_put_in_force()
        card = cards[self.county, "year"]
        card.action_compute()
        self.assertEqual(card.scheme_id, self.scheme)
        found = version._get_schemes_by_unit(self.county, date(2027, 1, 31))
        self.assertEqual(found[self.county], version)

    def test_a_version_in_mid_year(self):
        """On 2 March: January and February are computed, not published. They keep
        version 1, also one that was not scored before; March has version 2."""
        card = self._score(self.january)[self.county, "year"]
        version = self.scheme.copy()
        self.assertEqual((version.year, version.start_month), (2026, 3))
        version.action_put_in_force()
        self.january._score_cards()
        self.assertEqual(card.scheme_id, self.scheme)
        february = self._score(self.february)[self.county, "month"]
        self.assertEqual(february.scheme_id, self.scheme)
        march = self._score(self._create_period("2026-03-01"))
        self.assertEqual(march[self.county, "year"].scheme_id, version)
        self.assertEqual(march[self.county, "month"].scheme_id, version)

    def test_a_new_scheme_in_mid_year(self):
        """Written anew beside the other, not copied: the same. In the next year it
        replaces nothing before January."""
        card = self._score(self.january)[self.county, "year"]
        scheme = self._create_scheme("county")
        self.assertEqual(scheme.start_month, 3)
        self.january._score_cards()
        self.assertEqual(card.scheme_id, self.scheme)
        self.assertEqual(self.scheme.copy({"year": 2027}).start_month, 1)
        draft = self.scheme.copy()
        draft.year = 2027
        self.assertEqual(draft.start_month, 1)

    def test_the_first_scheme_of_a_kind_is_valid_from_january(self):
        """Outlets had none: on 2 March the first one scores January, too."""
        self.assertEqual(self._create_scheme("outlet").start_month, 1)
        self.assertIn((self.outlet, "year"), self._score(self.january))

    def test_the_month_that_is_entered(self):
        """The department decides that version 2 scores the whole year."""
        card = self._score(self.january)[self.county, "year"]
        version = self.scheme.copy({"start_month": 1})
        version.action_put_in_force()
        self.january._score_cards()
        self.assertEqual(card.scheme_id, version)
        with self._refused(UserError, "is “In Force” and stays"):
            version.start_month = 2

    def test_versions_count_on_over_the_years(self):
        """Version 2 of 2027, then 3, whatever its year."""
        second = self.scheme.copy({"year": 2027})
        third = self.scheme.copy()
        self.assertEqual((second.version, third.version), (2, 3))
        self.assertEqual((second.year, third.year), (2027, 2026))

    def test_rules_say_what_they_lack(self):
        draft = self.scheme.copy()
        line = draft.indicator_ids.sorted()[0]
        for vals, field in (
            ({"metric_id": False}, "Metric"),
            ({"rule": "projects"}, "Bonus for"),
            ({"rule": "conditions"}, "Conditions"),
            ({"target_kind": "metric"}, "Compared with Metric"),
            ({"rule": "veto", "points": 0}, "Veto for"),
            ({"rule": "veto", "veto_on": "integrity"}, "takes the award, not"),
            ({"rule": "average"}, "no ratio of two metrics"),
        ):
            with self._refused(ValidationError, field):
                line.write(vals)

    def test_an_indicator_stays_in_its_scheme(self):
        """Two drafts with sections of the same names: only one's own will do."""
        draft, other = self.scheme.copy(), self.scheme.copy()
        line = draft.indicator_ids.sorted()[0]
        with self._refused(ValidationError, "Choose a section of"):
            line.section_id = other.section_ids[0]
        foreign = {"name": "New", "rule": "manual"}
        foreign["section_id"] = other.section_ids[0].id
        with self._refused(ValidationError, "field Section"):
            draft.indicator_ids = [Command.create(foreign)]
        line.section_id = draft.section_ids[1]
        self.assertEqual(line.scheme_id, draft)

    def test_a_new_indicator_knows_the_scheme_that_is_edited(self):
        draft = self.scheme.copy()
        with Form(draft.with_user(self.service)) as form:
            with form.indicator_ids.new() as line:
                self.assertEqual(line.scheme_id, draft)
                line.name, line.rule = "New", "manual"
                line.section_id = draft.section_ids[0]
                self.assertEqual(line.scheme_id, draft)
        new = draft.indicator_ids.filtered(lambda line: line.name == "New")
        self.assertEqual(new.section_id, draft.section_ids[0])

    def test_what_if(self):
        """Of the card 2.5; with 420 of 420 full 10, with 440 the cap: 13."""
        card = self._score(self.january)[self.county, "month"]
        panel = self.env["telecom.assessment.what.if"].browse(
            card.action_what_if()["res_id"]
        )
        line = panel.line_ids.filtered(
            lambda line: line.indicator_id.name == "Performance"
        )
        self.assertEqual((line.actual, line.target), (399, 420))
        self.assertEqual((line.score, line.card_score), (2.5, 2.5))
        before = panel.score
        line.actual = 420
        self.assertEqual((line.score, panel.score - before), (10, 7.5))
        line.actual = 440
        self.assertEqual(line.score, 13)
        self.assertEqual(line.explanation, "440 of 420, 4.76% better, at most +3")
        line.target = 0
        self.assertEqual((line.score, line.explanation), (0, "Target Is Zero"))
        self.assertEqual(self._line(card, "Performance").score, 2.5)

    def test_what_if_of_a_scheme_begins_with_full_points(self):
        panel = self.env["telecom.assessment.what.if"].browse(
            self.scheme.action_what_if()["res_id"]
        )
        self.assertEqual(panel.score, 30)
