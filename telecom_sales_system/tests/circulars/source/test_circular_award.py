from contextlib import contextmanager

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...assessment.contest.contests import ContestCommon
from ...assessment.scorecard.cards import CardCommon


@tagged("post_install", "-at_install")
class TestCircularOfAwards(CardCommon):
    """December's cards: Letters has 20 points and wins 10,000, Cili 11.5, nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close_the_year()
        cls._award(cls.branch_scheme, "band", {"floor": 15, "amount": 10_000})
        cls._publish(cls.december)
        cls.awards = cls.env["telecom.award.list"].with_user(cls.service)
        cls.awards = cls.awards.create({"period_id": cls.december.id})
        cls.awards.action_compute()

    def _circular(self):
        action = self.awards.action_draft_circular()
        circulars = self.env["telecom.circular"].with_user(self.service)
        return circulars.browse(action["res_id"])

    def test_prizes(self):
        self.awards.with_user(self.leader).action_approve()
        circular = self._circular()
        self.assertEqual(circular.unit_id, self.city)
        self.assertIn(
            "by the scorecards of the year until December 31, 2026: 1, with 10,000.00"
            " US dollars in all (",
            circular.text,
        )
        self.assertNotIn("contest", circular.text)
        [table] = circular.figures["tables"]
        self.assertEqual(table["title"], "I. Organisation awards: Test branch")
        words = self.awards.line_ids.amount_in_words
        self.assertEqual(table["rows"], [["1", "Letters", "20.00", "10000.00", words]])
        self.assertEqual(table["total"], ["", "Total", "", "10000.00", words])
        self.assertEqual(circular.figures["values"]["period"], "2026-12")

    def test_one_circular_of_a_list(self):
        self.assertEqual(self._circular(), self._circular())

    def test_provisional_schemes_are_told(self):
        self.assertEqual(self._circular().figures["notes"], [])
        self.env.cr.execute(
            "UPDATE telecom_assessment_indicator SET is_provisional = true"
            " WHERE scheme_id = %s",
            self.branch_scheme.ids,
        )
        self.env.invalidate_all()
        circular = self._circular()
        circular.action_refresh()
        self.assertEqual(
            circular.figures["notes"],
            [
                "Lines of “Test branch” are provisional: the regulation is cut off"
                " there."
            ],
        )

    def test_only_approved_prizes_are_reviewed(self):
        circular = self._circular()
        with self._refused(UserError, "“Awards until 2026-12” may still change"):
            circular.action_review()
        self.awards.with_user(self.leader).action_approve()
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        circular.action_issue()
        self.assertEqual(circular.state, "issued")
        self.assertEqual(circular._get_faults(), [])
        correction = circular.browse(circular.action_correct()["res_id"])
        self.assertEqual(correction.award_list_id, self.awards)
        self.assertEqual(correction.figures["tables"], circular.figures["tables"])

    def test_withdrawal(self):
        """The circular on it supersedes the one that announced the prizes; a draft on
        the prizes is not reviewed any more."""
        self.awards.with_user(self.leader).action_approve()
        announced = self._circular()
        self._issue(announced)
        self.awards.with_user(self.leader)._withdraw_awards("Invented visits.")
        circular = self._circular()
        self.assertEqual(circular, self._circular())
        self.assertEqual(circular.kind, "award_withdrawal")
        self.assertEqual(circular.supersedes_id, announced)
        self.assertIn(
            "until December 31, 2026 are withdrawn: 1, with 10,000.00 US dollars in"
            " all",
            circular.text,
        )
        self.assertIn("Reason: Invented visits.", circular.text)
        [table] = circular.figures["tables"]
        self.assertEqual(table["rows"][0][1:4], ["Letters", "20.00", "10000.00"])
        self._issue(circular)
        self.assertEqual(announced.state, "superseded")
        self.assertEqual(circular._get_faults(), [])

    def test_prizes_withdrawn_before_they_were_announced(self):
        self.awards.with_user(self.leader).action_approve()
        draft = self._circular()
        self.awards.with_user(self.leader)._withdraw_awards("Counted wrongly.")
        with self._refused(UserError, "“Awards until 2026-12” is withdrawn"):
            draft.action_review()
        self.assertFalse(self._circular().supersedes_id)

    def test_prizes_vetoed_by_now(self):
        """Fraud of Letters in 2026, proved after the approval: at no step does the
        circular go on. A leader withdraws the list; then that is announced."""
        self.awards.with_user(self.leader).action_approve()
        circular = self._circular()
        for step in (
            lambda: circular.action_review(),
            lambda: circular.with_user(self.leader).action_sign(),
            lambda: circular.action_issue(),
        ):
            with self._fraud(), self._refused(UserError, "applies to Letters by now"):
                step()
            step()
        self.assertEqual(circular.state, "issued")

    def test_prizes_withdrawn_between_signature_and_issue(self):
        self.awards.with_user(self.leader).action_approve()
        circular = self._circular()
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        self.awards.with_user(self.leader)._withdraw_awards("Counted wrongly.")
        with self._refused(UserError, "“Awards until 2026-12” is withdrawn"):
            circular.action_issue()

    def test_duties_vetoed_by_now(self):
        """A circular of Letters that was taken back after the approval."""
        kind = self.env["telecom.duty.type"].create({"name": "Paper", "code": "paper"})
        duty = self.env["telecom.duty"].create(
            {"type_id": kind.id, "unit_id": self.branch.id, "due_on": "2026-03-31"}
        )
        # sudo: a duty done, and a veto on it that the scheme had from the beginning
        duty.sudo().fulfilled_on = "2026-03-30"
        self.env.cr.execute(
            "UPDATE telecom_assessment_indicator SET veto_on = 'missing'"
            " WHERE rule = 'veto' AND scheme_id = %s",
            [self.branch_scheme.id],
        )
        self.env.invalidate_all()
        veto = self.branch_scheme.indicator_ids.filtered(lambda i: i.rule == "veto")
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                *(
                    SQL.identifier(getattr(veto._fields["duty_type_ids"], name))
                    for name in ("relation", "column1", "column2")
                ),
                veto.id,
                kind.id,
            )
        )
        self.env.invalidate_all()
        self.awards.action_compute()
        self.awards.with_user(self.leader).action_approve()
        circular = self._circular()
        circular.action_review()
        duty.sudo().fulfilled_on = False
        with self._refused(UserError, "applies to Letters by now"):
            circular.with_user(self.leader).action_sign()

    @contextmanager
    def _fraud(self):
        """Prove a fraud of Letters for as long as the block lasts."""
        self._prove_case(self.branch, day="2027-01-04", year=2026)
        # sudo: a decided case is not deleted
        case = self.env["telecom.integrity.case"].sudo().search([], limit=1)
        yield
        self.env.cr.execute(
            "DELETE FROM telecom_integrity_case WHERE id = %s", [case.id]
        )
        self.env.invalidate_all()

    def _find_problems(self):
        return [
            (problem["res_model"], problem["record_count"])
            for problem in self.env["telecom.period.problem"]._find_circulars(
                self.december
            )
        ]

    def _commend_contest(self, circular):
        """Let a circular on prizes commend Anna, 399 points of January, too."""
        contest = self.env["telecom.contest"].create(
            {
                "name": "Contest 2026",
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
                "category_ids": [
                    Command.create(
                        {
                            "name": "Salespeople",
                            "metric_id": self.points.id,
                            "band_ids": [
                                Command.create({"name": "Band", "threshold": 398})
                            ],
                        }
                    )
                ],
            }
        )
        contest.action_start()
        contest.action_close()
        circular.contest_id = contest
        return contest

    def test_withdrawal_of_a_circular_that_commends_a_contest(self):
        """Anna stays commended, in the circular on the withdrawal, which supersedes
        all of the other. Until it is issued, the close names the one on the prizes."""
        self.awards.with_user(self.leader).action_approve()
        announced = self._circular()
        contest = self._commend_contest(announced)
        self._issue(announced)
        self.assertFalse(self._find_problems())
        self.awards.with_user(self.leader)._withdraw_awards("Invented visits.")
        self.assertEqual(self._find_problems(), [("telecom.circular", 1)])
        circular = self._circular()
        self.assertEqual(circular.supersedes_id, announced)
        self.assertEqual(circular.contest_id, contest)
        self.assertIn("“Contest 2026” stay commended: 2.", circular.text)
        self.assertEqual(
            [table["title"] for table in circular.figures["tables"]],
            [
                "I. Organisation awards: Test branch",
                "II. Contest 2026: Salespeople",
            ],
        )
        self.assertEqual(self._find_problems(), [("telecom.circular", 1)])
        self._issue(circular)
        self.assertEqual(announced.state, "superseded")
        self.assertFalse(self._find_problems())

    def test_withdrawal_of_prizes_announced_twice(self):
        """Each circular that announced them is superseded by one of its own."""
        self.awards.with_user(self.leader).action_approve()
        first = self._circular()
        second = first.copy()
        for circular in first | second:
            self._issue(circular)
        self.awards.with_user(self.leader)._withdraw_awards("Counted wrongly.")
        self.assertEqual(self._find_problems(), [("telecom.circular", 2)])
        self._issue(self._circular())
        self.assertEqual(self._find_problems(), [("telecom.circular", 1)])
        self._issue(self._circular())
        self.assertEqual((first | second).mapped("state"), ["superseded"] * 2)
        self.assertFalse(self._find_problems())
        self.assertEqual(self._circular().state, "issued")

    def test_only_a_withdrawn_list(self):
        self.awards.with_user(self.leader).action_approve()
        draft = self.env["telecom.circular"].with_user(self.service)
        draft = draft.create(
            {
                "kind": "award_withdrawal",
                "unit_id": self.city.id,
                "award_list_id": self.awards.id,
            }
        )
        with self._refused(UserError, "is not withdrawn"):
            draft.action_review()

    def _issue(self, circular):
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        circular.action_issue()

    def test_nothing_to_commend(self):
        """Cili's 11.5 stay below 15; without Letters nobody wins."""
        self.awards.sudo().line_ids.unlink()
        circular = self._circular()
        self.awards.with_user(self.leader).action_approve()
        with self._refused(UserError, "nobody won a prize or reached a band"):
            circular.action_review()

    def test_units_do_not_tell_of_prizes(self):
        self.awards.with_user(self.leader).action_approve()
        circulars = self.env["telecom.circular"].with_user(self.county_manager)
        with self._refused(UserError, "the city bureau announces award lists"):
            circulars.create(
                {
                    "kind": "award",
                    "unit_id": self.county.id,
                    "award_list_id": self.awards.id,
                }
            )
        with self._refused(AccessError, ""):
            self.awards.with_user(self.county_manager).action_draft_circular()


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestCircularOfAContest(ContestCommon):
    """Anna 3,000,000 * 0.35 = 1,050,000 points, Bert 700,000, Carla 350,000.

    Team Cili is Anna and Carla: 1,400,000 / 2 = 700,000 per head.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for person, amount in (
            (cls.anna, 3_000_000),
            (cls.bert, 2_000_000),
            (cls.carla, 1_000_000),
        ):
            cls._sell(person, amount)
        million, half = cls.people.band_ids
        million.prize, half.prize = 5_000, 2_000
        cls.contest.action_start()

    def _circular(self, user=None):
        contest = self.contest.with_user(user or self.service)
        circulars = self.env["telecom.circular"].with_user(user or self.service)
        return circulars.browse(contest.action_draft_circular()["res_id"])

    def test_winners(self):
        with freeze_time("2027-01-04 02:00:00"):
            self.contest.action_close()
            circular = self._circular()
            circular.action_review()
        self.assertIn("in the contest “Contest 2026”: 3.", circular.text)
        self.assertNotIn("scorecards", circular.text)
        people, teams = circular.figures["tables"]
        self.assertEqual(people["title"], "I. Contest 2026: Salespeople")
        winners = (self.anna, self.bert)
        anna, bert = (self._standing(who, self.people).name for who in winners)
        self.assertEqual(
            people["rows"],
            [
                ["1", anna, "Cili", "1050000.00", "One Million", "5000.00"],
                ["2", bert, "Letters", "700000.00", "Half a Million", "2000.00"],
            ],
        )
        self.assertEqual(teams["title"], "II. Contest 2026: Teams per Head")
        self.assertEqual(
            [column["label"] for column in teams["columns"]][1:4],
            ["Team", "Unit", "Net Performance per Head"],
        )
        self.assertEqual(
            teams["rows"],
            [["1", "Team Cili", "Cili", "700000.00", "200,000 per Head", "—"]],
        )

    def test_running_contest_may_change(self):
        circular = self._circular()
        with self._refused(UserError, "“Contest 2026” may still change"):
            circular.action_review()

    def test_unit_commends_its_own_contest(self):
        with self._refused(AccessError, ""):
            self._circular(self.county_manager)
        with self._refused(UserError, "a unit announces only contests held within"):
            self.env["telecom.circular"].with_user(self.county_manager).create(
                {
                    "kind": "award",
                    "unit_id": self.county.id,
                    "contest_id": self.contest.id,
                }
            )
        self.contest.unit_id = self.county
        self.contest.action_refresh()
        circular = self._circular(self.county_manager)
        self.assertEqual(circular.unit_id, self.county)
        people = circular.figures["tables"][0]
        self.assertEqual([row[2] for row in people["rows"]], ["Cili"])
