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
            with self._refused((UserError, AccessError), "published"):
                change()

    def test_scoring_the_period_again_leaves_it_alone(self):
        before = self.card.computed_on, self.card.score
        self.january.action_score()
        self.assertEqual((self.card.computed_on, self.card.score), before)

    def test_the_ledger_gives_the_same_card_again(self):
        """Later payments of January's invoices belong to February: 399 stay 399."""
        invoice = self._create_customer_invoice(500, "2026-01-15")
        self._pay(invoice, "2026-02-10")
        self.february.action_compute()
        rows, totals = self.env["telecom.assessment.scoring"].sudo()._scored(self.cards)
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
        with self._refused(UserError, "in force"):
            self.scheme.indicator_ids[0].points = 9
        with self._refused(UserError, "in force"):
            self.scheme.unlink()

    def test_the_target_stays(self):
        target = self.env["telecom.target"].search([("unit_id", "=", self.county.id)])
        target.write({"phasing": "typed", "january": 420})
        with self._refused(UserError, "2026-01 is closed"):
            target.write({"january": 1, "february": 839})

    def test_a_new_version_scores_what_comes_after(self):
        version = self.scheme.copy()
        version.indicator_ids.sorted()[0].deduction = 1
        version.action_put_in_force()
        self.assertEqual(version.version, 2)
        card = self._score(self.february)[self.county, "year"]
        self.assertEqual(card.scheme_id, version)
        self.assertEqual(card.line_ids.scheme_id, version)
        self.assertEqual(self.card.scheme_id, self.scheme)
