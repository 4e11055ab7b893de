from odoo import Command
from odoo.tests import tagged

from ...tours.common import TourCase
from .existing import ExistingCompanyCommon

OFFICES = 11
SELLERS = 71


@tagged("post_install", "-at_install")
class TestSetupTour(ExistingCompanyCommon, TourCase):
    """From the installation to an issued circular and published cards, by people.

    12 units and 85 people; all that they do is done in the browser, within an hour.

    February: the brewery paid 10,000 and 6,000 for letters, at 35 %: 16,000 of cash and
    5,600 points of Anna. The school paid in March; it was billed 4,000 and 8,000, which
    makes it a key client, as 16,000 make the brewery one. Silver begins at 10,000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A Chinese company in a database made in English
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company.partner_id.country_id = cls.env.ref("base.cn")
        sale = cls._sell(cls.school, cls.bert, cls.press, 8_000, "2026-02-20")
        cls._pay(sale, "2026-03-03")
        codes = ["SZ", *(f"B{number}" for number in range(1, OFFICES - 1))]
        people = [
            *((f"seller{number}", "Seller") for number in range(SELLERS)),
            *((f"manager {code}".lower(), "Manager") for code in codes),
        ]
        cls.env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "login": login,
                    "name": f"{name} {login}",
                    "group_ids": [Command.set(cls.anna.group_ids.ids)],
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for login, name in people
            ]
        )

    def test_setup(self):
        self._tour(self.sven, "telecom_setup")
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(units), 12)
        people = self.env["telecom.people.entry"]._find_users(self.company)
        with_role = people.filtered(
            lambda user: (
                user.has_group("telecom_sales_system.group_telecom_leader")
                or user.has_group("telecom_sales_system.group_telecom_salesperson")
            )
        )
        self.assertEqual(len(with_role - self.sven - self.env.user), 85)
        # One person in the department: drafts circulars and reviews them.
        units.drafter_may_review = True
        self._tour(self.sven, "telecom_setup_month", "/odoo/telecom-setup")
        [february] = self.env["telecom.period"].search(
            [("company_id", "=", self.company.id), ("name", "=", "2026-02")]
        )
        self.assertEqual(february.state, "closed")
        self.assertEqual((february.cash, february.points), (16_000, 5_600))
        entries = february.entry_ids
        self.assertEqual(entries.salesperson_id.user_id, self.anna)
        self.assertEqual(entries.unit_id.name, "Cili County")
        self._check_circular(february)
        self._check_cards(february)

    def _check_circular(self, month):
        """Let the leader sign, and the clerk issue, the month's circular."""
        circulars = month.circular_ids
        circular = circulars.filtered(lambda row: row.kind == "performance")
        self._tour(self.lena, "telecom_setup_signature")
        self.assertEqual(circular.signed_by_id, self.lena)
        self._tour(self.sven, "telecom_circular_issue")
        self.assertEqual(circular.state, "issued")
        self.assertEqual(circular.name, "张电营销〔2026〕1号")
        # The year counts from February, the first month of the ledger
        for text in ("现费16,000.00", "积分5,600.00", "（自2026年2月起）"):
            self.assertIn(text, circular.text)
        self.assertEqual(circular._get_faults(), [])

    def _check_cards(self, month):
        """Let the clerk publish the cards; two lines of Cili, worked by hand.

        Performance: 5,600 points. The target of 12 a year is 1 a month, and the ledger
        began in February, so the target to date is 1: 10 points and the bonus at most,
        3. Key clients: 1 of 12, 91 whole percents short at 1.5 each: nothing of 10.
        """
        cards = self.env["telecom.assessment"].search([("period_id", "=", month.id)])
        self.assertEqual(len(cards), 2 * OFFICES)
        self.assertEqual(cards.line_ids.filtered("error").mapped("error"), [])
        self._tour(self.sven, "telecom_setup_cards")
        self.assertEqual(set(cards.mapped("state")), {"published"})
        [cili] = cards.filtered(
            lambda card: card.unit_id.name == "Cili County" and card.span == "year"
        )
        self.assertEqual(cili.year_start, "2026-02")
        scores = {line.indicator_id.name: line.score for line in cili.line_ids}
        self.assertEqual(scores["Sales Performance"], 13)
        self.assertEqual(scores["Growth of Key Clients"], 0)
