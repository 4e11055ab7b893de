from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .contests import ContestCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestContestDirection(ContestCommon):
    """A contest on what clients owe: Anna's 500, Bert's 200, Carla's nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for person, amount in ((cls.anna, 500), (cls.bert, 200)):
            cls._create_customer_invoice(amount, "2026-01-10", person)
        cls.people.band_ids.unlink()
        cls.people.write(
            {
                "metric_id": cls.env.ref("telecom_sales_system.metric_owed").id,
                "band_ids": [
                    Command.create({"name": name, "threshold": at, "prize": prize})
                    for name, at, prize in (("Few", 300, 1_000), ("None", 0, 2_000))
                ],
            }
        )
        cls.few, cls.none = cls.people.band_ids.sorted("threshold", reverse=True)

    def _start(self):
        self.contest.action_start()
        return {
            person: self._standing(person, self.people)
            for person in (self.anna, self.bert, self.carla)
        }

    def test_the_lowest_is_first(self):
        found = self._start()
        self.assertEqual(
            [(found[p].rank, found[p].value) for p in (self.carla, self.bert)],
            [(1, 0), (2, 200)],
        )
        self.assertEqual((found[self.anna].rank, found[self.anna].value), (3, 500))

    def test_bands_are_reached_from_above(self):
        """At most 0: Carla, 2,000. At most 300: Bert, 1,000, and 200 to go. Anna has
        200 to go to 300."""
        found = self._start()
        self.assertEqual(
            (found[self.carla].band_id, found[self.carla].prize), (self.none, 2_000)
        )
        bert, anna = found[self.bert], found[self.anna]
        self.assertEqual(
            (bert.band_id, bert.prize, bert.next_band_id, bert.gap),
            (self.few, 1_000, self.none, 200),
        )
        self.assertFalse(anna.band_id)
        self.assertEqual((anna.next_band_id, anna.gap), (self.few, 200))
        self.assertEqual(self.people.bands, "None 1/0 · Few 1/0")

    def test_bands_that_are_not_exclusive(self):
        """Carla reaches both bands, Bert one."""
        self.contest.bands_exclusive = False
        self._start()
        self.assertEqual((self.none.reached_count, self.few.reached_count), (1, 2))

    def test_equals_share_the_first_rank(self):
        """Bert's client pays: he and Carla owe nothing."""
        invoice = self.env["account.move"].search(
            [("amount_total", "=", 200), ("move_type", "=", "out_invoice")]
        )
        self._pay(invoice, "2026-02-10")
        found = self._start()
        self.assertEqual(
            [found[p].rank for p in (self.anna, self.bert, self.carla)], [3, 1, 1]
        )
