from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cards import CardCommon

FIGURES = ("points", "actual", "target", "attainment", "deduction", "bonus", "score")


@tagged("post_install", "-at_install")
class TestAssessmentPublished(CardCommon):
    """Published cards, their scheme and their targets never change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls._publish(cls.january)
        cls.card = cls.cards.filtered(
            lambda card: card.unit_id == cls.county and card.span == "year"
        )

    def test_nothing_of_a_card_changes(self):
        line = self._line(self.card, "Impression")
        for change in (
            self.card.action_compute,
            lambda: line.write({"manual_score": 5}),
            line.sudo().unlink,
            self.card.unlink,
            lambda: self.card.sudo().write({"score": 100}),
        ):
            with self._refused((UserError, AccessError), "“Published”"):
                change()

    def test_scoring_the_period_again_leaves_it_alone(self):
        before = self.card.computed_on, self.card.score
        self.january._score_cards()
        self.assertEqual((self.card.computed_on, self.card.score), before)

    def test_the_ledger_gives_the_same_card_again(self):
        """Later payments of January's invoices belong to February: 399 stay 399."""
        invoice = self._create_customer_invoice(500, "2026-01-15")
        self._pay(invoice, "2026-02-10")
        self.february.action_compute()
        rows, totals = (
            self.env["telecom.assessment.scoring"].sudo()._prepare_rows(self.cards)
        )
        self.assertEqual(len(rows), len(self.cards.line_ids))
        for row in rows:
            [line] = self.cards.line_ids.filtered(
                lambda line, row=row: (
                    line.assessment_id.id == row["assessment_id"]
                    and line.indicator_id.id == row["indicator_id"]
                )
            )
            for name in FIGURES:
                self.assertEqual(float(row.get(name) or 0), line[name], name)
            self.assertEqual(row["figures"], line.figures)
            self.assertEqual(row["error"] or False, line.error)
        for total in totals:
            card = self.cards.browse(total["id"])
            for name in ("points", "score", "tie_score", "net_performance"):
                self.assertEqual(float(total[name]), card[name], name)

    def test_the_scheme_stays(self):
        with self._refused(UserError, "published scorecards were scored by it"):
            self.scheme.action_revise()
        with self._refused(UserError, "is “In Force” and stays"):
            self.scheme.indicator_ids[0].points = 9
        with self._refused(UserError, "is “In Force” and stays"):
            self.scheme.unlink()

    def test_the_target_stays(self):
        target = self.env["telecom.target"].search([("unit_id", "=", self.county.id)])
        target.write({"phasing": "typed", "january": 420})
        with self._refused(UserError, "2026-01 is closed"):
            target.write({"january": 1, "february": 839})

    def test_a_new_version_scores_what_comes_after(self):
        version = self.scheme.copy({"start_month": 2})
        version.indicator_ids.sorted()[0].deduction = 1
        version.action_put_in_force()
        self.assertEqual(version.version, 2)
        card = self._score(self.february)[self.county, "year"]
        self.assertEqual(card.scheme_id, version)
        self.assertEqual(card.line_ids.scheme_id, version)
        self.assertEqual(self.card.scheme_id, self.scheme)


@tagged("post_install", "-at_install")
class TestAssessmentPublishing(CardCommon):
    """What is published is what the facts say on the day of publishing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duty = cls._add_duty(rule="veto", veto_on="grave_errors", veto_limit=3)
        cls.cards = cls.env["telecom.assessment"].concat(
            *cls._score(cls.january).values()
        )
        cls._complete(cls.cards)
        cls.cards.action_compute()
        cls.cards.action_review()
        cls.card = cls.cards.filtered(
            lambda card: card.unit_id == cls.county and card.span == "year"
        )

    def _publish_again(self):
        self.cards.action_compute()
        self.cards.action_review()
        self.cards.action_publish()

    def test_a_case_proved_after_the_review(self):
        self._prove_case(self.county)
        with self._refused(
            UserError, "figures behind 2 scorecards changed.*Cili · 2026-01"
        ):
            self.cards.action_publish()
        self._publish_again()
        self.assertTrue(self.card.is_vetoed)

    def test_grave_errors_found_after_the_review(self):
        """Three are a veto; one changes what the line says."""
        for errors in (1, 3):
            self.duty.write({"grave_errors": errors, "grave_error_note": "Wrong"})
            with self._refused(UserError, "Compute them again"):
                self.cards.action_publish()
        self._publish_again()
        self.assertTrue(self.card.is_vetoed)

    def test_what_is_found_after_publishing_counts_in_the_next_card(self):
        """January keeps one grave error, though there are three by now; February's
        card of the year counts three: a veto."""
        self.duty.write({"grave_errors": 1, "grave_error_note": "Wrong"})
        self._publish_again()
        self.duty.grave_errors = 3
        self._prove_case(self.county)
        scoring = self.env["telecom.assessment.scoring"]
        self.assertFalse(scoring._find_changed_cards(self.cards))
        card = self._score(self.february)[self.county, "year"]
        self.assertEqual(self._line(card, "Answers").actual, 3)
        self.assertTrue(self._line(card, "Truth").is_veto)

    def test_an_accepted_objection_is_followed_by_a_computation(self):
        objection = self.env["telecom.assessment.objection"].create(
            {
                "line_id": self._line(self.card, "Performance").id,
                "text": "60 lack.",
                "answer": "Yes.",
            }
        )
        with freeze_time("2026-03-02 03:00:00"):
            objection.action_accept()
            with self._refused(UserError, "line Performance was accepted after"):
                self.cards.action_publish()
        with freeze_time("2026-03-02 04:00:00"):
            self._publish_again()
        self.assertEqual(set(self.cards.mapped("state")), {"published"})
