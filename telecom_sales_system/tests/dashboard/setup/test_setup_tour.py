from datetime import date

from odoo.tests import tagged

from ...tours.common import TourCase
from .existing import ExistingCompanyCommon


@tagged("post_install", "-at_install")
class TestSetupTour(ExistingCompanyCommon, TourCase):
    """From the installation to an issued circular, on one page, by a clerk.

    February: the brewery paid 10,000 and 6,000 for letters, at 35 %: 16,000 of cash and
    5,600 points of Anna. The school paid in March.
    """

    def test_setup(self):
        # A Chinese company in a database made in English
        self.company.telecom_lang = "zh_CN"
        self._tour(self.sven, "telecom_setup")
        self._set_targets()
        self._plan_county()
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company)
        city.circular_prefix = "张电营销"
        self._tour(self.sven, "telecom_setup_month")
        [february] = self.env["telecom.period"].search(
            [("company_id", "=", self.company.id), ("name", "=", "2026-02")]
        )
        self.assertEqual(february.state, "closed")
        self.assertEqual((february.cash, february.points), (16_000, 5_600))
        entries = february.entry_ids
        self.assertEqual(entries.salesperson_id.user_id, self.anna)
        self.assertEqual(entries.unit_id.name, "Cili County")

        cards = self.env["telecom.assessment"].search(
            [("period_id", "=", february.id), ("span", "=", "year")]
        )
        self.assertEqual(cards.unit_id.name, "Cili County")
        self.assertEqual(cards.line_ids.filtered("error").mapped("error"), [])
        cards = self.env["telecom.assessment"].search([("period_id", "=", february.id)])
        cards.with_user(self.sven).action_compute()
        cards.with_user(self.sven).action_review()
        cards.with_user(self.sven).action_publish()
        self.assertEqual(set(cards.mapped("state")), {"published"})
        self._issue_circular(february)

    def _issue_circular(self, month):
        """Let the leader sign, and the clerk issue, the month's circular."""
        circulars = month.circular_ids
        circular = circulars.filtered(lambda row: row.kind == "performance")
        circular.with_user(self.lena).action_sign()
        self._tour(self.sven, "telecom_circular_issue")
        self.assertEqual(circular.state, "issued")
        self.assertEqual(circular.name, "张电营销〔2026〕1号")
        self.assertIn("16,000.00", circular.text)
        self.assertIn("5,600.00", circular.text)
        self.assertEqual(circular._get_faults(), [])

    def _plan_county(self):
        """Give the county a project: the cards compare with it.

        Its client came with the opening review.
        """
        steps = self.env["telecom.setup.step"].with_user(self.sven)
        last_day = date(2026, 2, 28)
        missing = steps._find_missing_bases(self.company, last_day)
        self.assertEqual({metric.source for metric, _unit in missing}, {"projects_due"})
        county = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "county")]
        )
        self.assertEqual(self.brewery.sales_unit_id, county)
        self.assertEqual(self.brewery.client_manager_id.user_id, self.anna)
        self.env["telecom.marketing.project"].with_user(self.sven).create(
            {"name": "Fair", "unit_id": county.id, "deadline": "2026-02-20"}
        )
        self.assertFalse(steps._find_missing_bases(self.company, last_day))

    def _set_targets(self):
        """Set the targets that the cards need; their grid has tests of its own."""
        steps = self.env["telecom.setup.step"].with_user(self.sven)
        today = self.company._telecom_today()
        _needed, missing = steps._find_needed_targets(self.company, today)
        self.assertTrue(missing)
        self.env["telecom.target"].with_user(self.sven).create(
            [
                {
                    "metric_id": metric.id,
                    "unit_id": unit.id,
                    "year": 2026,
                    "amount": 12,
                    "has_base": True,
                    "base": 10,
                }
                for metric, unit in missing
            ]
        )
