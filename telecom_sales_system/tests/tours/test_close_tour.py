from freezegun import freeze_time

from odoo.tests import tagged

from ...tools import seal
from ..assessment.scorecard.cards import CardCommon
from .common import TourCase


@tagged("post_install", "-at_install")
class TestCloseTour(CardCommon, TourCase):
    """The customer service department closes March 2026, on 2 April.

    Anna's client paid 600 of 1,000: 210 points at the rate of letters, 35 %. The month
    has problems, none of which blocks: Cili has no staff on file.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-04-02 02:00:00"))
        cls.city.circular_prefix = "张电营销"
        cls.february.action_close()
        cls.march = cls._create_period("2026-03-01")
        invoice = cls._create_customer_invoice(1000, "2026-03-10", cls.anna)
        cls._pay(invoice, "2026-03-20", 600)

    def test_close(self):
        self._tour(self.service, "telecom_close")
        self.assertEqual(self.march.state, "closed")
        self.assertEqual(self.march.closed_by_id, self.service)
        self.assertEqual(set(self.march.step_ids.mapped("state")), {"done"})
        self._assert_entries(self.march, [("letter", 600, 210)])
        circulars = {circular.kind: circular for circular in self.march.circular_ids}
        self.assertEqual(
            {kind: circular.state for kind, circular in circulars.items()},
            {"performance": "reviewed", "early_warning": "draft"},
        )
        circular = circulars["performance"]
        self.assertEqual(circular.reviewed_by_id, self.service)
        circular.with_user(self.leader).action_sign()

        self._tour(self.service, "telecom_circular_issue")
        self.assertEqual(circular.state, "issued")
        self.assertEqual(circular.name, "张电营销〔2026〕1号")
        self.assertEqual(circular.issued_by_id, self.service)
        self.assertEqual(circular.signed_by_id, self.leader)
        self.assertEqual(seal.digest(circular.snapshot), circular.seal)
        pdf = circular.pdf_attachment_id
        self.assertEqual(seal.digest(pdf.raw), circular.pdf_sha256)
        self.assertEqual(pdf.mimetype, "application/pdf")
        self.assertEqual(circular._get_faults(), [])
        readers = circular.receipt_ids.user_id
        self.assertLessEqual(
            self.anna.user_id | self.bert.user_id | self.county_manager, readers
        )
