from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..scorecard.cards import CardCommon


@tagged("post_install", "-at_install")
class TestAwardList(CardCommon):
    """December's cards of the year: Cili and Letters, with the staff and 4 by hand.

    Cili: performance 4,788 of 5,040, 5 % short, 10 - 7.5 = 2.5; Letters: 5,090.4, 1 %
    above, 11. None of 4 maintenance activities: 0; staff is met: 5. So Cili has 2.5 +
    0 + 5 + 4 = 11.5, Letters 20.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close_the_year()
        cls.lists = cls.env["telecom.award.list"].with_user(cls.service)
        cls.leader2 = cls._create_user("leader2", "leader")

    def _list(self, period=None, user=None):
        lists = self.lists.with_user(user or self.service)
        record = lists.create({"period_id": (period or self.december).id})
        record.action_compute()
        return record

    def _lines(self, record):
        return [(line.unit_id, line.rank, line.amount) for line in record.line_ids]

    def test_by_bands(self):
        """From 10 points 10,000, from 15 points 20,000: each its highest only."""
        bands = ({"floor": 10, "amount": 10_000}, {"floor": 15, "amount": 20_000})
        for scheme in (self.scheme, self.branch_scheme):
            self._award(scheme, "band", *bands)
        self._publish(self.december)
        record = self._list()
        self.assertEqual(
            sorted(self._lines(record), key=lambda row: row[2]),
            [(self.county, 1, 10_000), (self.branch, 1, 20_000)],
        )
        self.assertEqual(record.total, 30_000)

    def test_by_rank_above_the_floor(self):
        """Cili's 11.5 stay below the floor of 15; Letters' 20 win the first prize."""
        prizes = ({"rank": 1, "amount": 10_000}, {"rank": 2, "amount": 8_000})
        for scheme in (self.scheme, self.branch_scheme):
            self._award(scheme, "rank", *prizes, award_floor=15)
        self._publish(self.december)
        self.assertEqual(self._lines(self._list()), [(self.branch, 1, 10_000)])

    def test_the_limit_itself(self):
        """Letters' 20 reach 20; where only more will do, they win nothing."""
        prizes = {
            "band": {"floor": 20, "amount": 10_000},
            "rank": {"rank": 1, "amount": 10_000},
        }
        cards = self._publish(self.december).filtered(lambda card: card.span == "year")
        won = [(self.branch, 10_000)]
        for kind, prize in prizes.items():
            for limit, expected in (("reached", won), ("above", [])):
                with self.subTest(kind=kind, limit=limit):
                    vals = {"award_floor": 20, "award_limit": limit}
                    self._award(self.branch_scheme, kind, prize, **vals)
                    found = self.lists._get_prizes(cards)
                    self.assertEqual(
                        [(card.unit_id, amount) for card, amount in found], expected
                    )

    def test_a_veto_takes_the_award(self):
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        case = self.env["telecom.integrity.case"].create(
            {
                "name": "Visits",
                "unit_id": self.branch.id,
                "date": "2026-01-20",
                "description": "Invented.",
            }
        )
        case.sudo().state = "approved"
        self._publish(self.december)
        self.assertFalse(self._lines(self._list()))

    def test_a_case_proved_after_publishing_takes_the_award(self):
        """The card stays; a case of the year before takes nothing of this one."""
        for scheme in (self.scheme, self.branch_scheme):
            self._award(scheme, "band", {"floor": 10, "amount": 10_000})
        cards = self._publish(self.december)
        self._prove_case(self.county, day="2025-12-31")
        self._prove_case(self.branch, day="2026-02-20")
        record = self._list()
        self.assertEqual(self._lines(record), [(self.county, 1, 10_000)])
        self.assertEqual(record.left_out_ids, self.branch)
        self.assertFalse(any(cards.mapped("is_vetoed")))
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "telecom_sales_system.action_report_award_list", record.ids
        )
        self.assertIn(
            "found after the scorecards were published: Letters.", content.decode()
        )
        record.with_user(self.leader).action_approve()

    def test_a_case_proved_before_the_approval_stops_it(self):
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list()
        self._prove_case(self.branch, day="2026-02-20")
        with self._refused(UserError, "vetoes of Letters have changed"):
            record.with_user(self.leader).action_approve()
        record.action_compute()
        self.assertFalse(record.line_ids)
        record.with_user(self.leader).action_approve()

    def test_only_published_cards(self):
        self.december._score_cards()
        with self._refused(UserError, "scorecards are not published yet"):
            self._list()
        with self._refused(UserError, "no scorecards of the year"):
            self._list(self.february)

    def test_a_leader_who_did_not_make_it_approves(self):
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list()
        with self._refused(AccessError, "approved by a leader"):
            record.action_approve()
        with self._refused(AccessError, "cannot be set directly"):
            record.state = "approved"
        with self._refused(AccessError, "not allowed"):
            record.line_ids.amount = 99_999
        with freeze_time("2027-01-08 02:00:00"):
            record.with_user(self.leader).action_approve()
        self.assertEqual(record.approved_by_id, self.leader)
        with self._refused(UserError, "is “Approved”; this step needs “Draft”"):
            record.action_compute()
        with self._refused(UserError, "is “Approved” and stays as it is"):
            record.unlink()
        self.assertEqual(self._lines(record), [(self.branch, 1, 10_000)])

    def test_who_made_it_does_not_approve_it(self):
        self.leader.group_ids += self.env.ref(
            "telecom_sales_system.group_telecom_service"
        )
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list(user=self.leader)
        with self._refused(AccessError, "somebody else has to approve"):
            record.with_user(self.leader).action_approve()
        record.with_user(self.leader2).action_approve()

    def test_units_see_it_once_it_is_approved(self):
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list()
        seen = self.lists.with_user(self.county_manager).search([])
        self.assertFalse(seen)
        record.with_user(self.leader).action_approve()
        self.assertEqual(self.lists.with_user(self.county_manager).search([]), record)

    def test_words(self):
        """10,000.50 in capitals, as Chinese papers of money show it."""
        self.env["res.lang"]._activate_lang("zh_CN")
        line = self.env["telecom.award.list.line"].new({"amount": 10_000.5})
        line = line.with_context(lang="zh_CN")
        line.list_id = self.env["telecom.award.list"].new(
            {"period_id": self.december.id}
        )
        self.assertEqual(line._get_amount_in_words(10_000.5), "美元壹万元伍角整")
        self.env.company.currency_id.name = "CNY"
        self.assertEqual(line._get_amount_in_words(10_000.5), "人民币壹万元伍角整")

    def test_paper(self):
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "telecom_sales_system.action_report_award_list", record.ids
        )
        text = content.decode()
        for part in ("Letters", "10,000.00", "20.00", "the prizes are not approved"):
            self.assertIn(part, text)

    def test_pdf(self):
        """One page, ready for the signature."""
        self._award(self.branch_scheme, "band", {"floor": 10, "amount": 10_000})
        self._publish(self.december)
        record = self._list()
        reports = self.env["ir.actions.report"].with_user(self.leader)
        reports = reports.with_context(force_report_rendering=True)
        action = "telecom_sales_system.action_report_award_list"
        content, kind = reports._render_qweb_pdf(action, record.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertEqual(content.count(b"/Type /Page\n"), 1)
