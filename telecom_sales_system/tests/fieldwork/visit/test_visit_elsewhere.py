"""Visits to somebody else's client: they put off no visit and tell no distance."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...clients.common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-11 02:00:00")
class TestVisitElsewhere(ClientCommon):
    """Gold clients are visited every 30 days; Anna's brewery has been gold since 1 Jan.

    Anna's visit of 1 February makes 3 March the next day (28 days in February).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.visit_interval_days = 30
        with freeze_time("2026-01-01 02:00:00"):
            cls.client.tier_id = cls.gold
        cls.cara = cls._create_salesperson("cara", "C-003", cls.branch)
        cls._visited(cls.anna, "2026-02-01 01:00:00")

    @classmethod
    def _visited(cls, person, moment, client=None):
        with freeze_time(moment):
            visits = cls.env["telecom.visit"].with_user(person.user_id).sudo()
            visit = visits.create(
                {
                    "partner_id": (client or cls.client).id,
                    "salesperson_id": person.id,
                    "start": moment,
                }
            )
            visit.action_done()
        return visit.sudo(False)

    def _get_due(self):
        self.env.invalidate_all()
        return self.client.next_visit_due

    def test_visit_by_a_stranger_moves_nothing(self):
        self.assertEqual(self._get_due(), date(2026, 3, 3))
        self._visited(self.bert, "2026-03-10 01:00:00")
        self.assertEqual(self._get_due(), date(2026, 3, 3))

    def test_those_who_serve_the_client(self):
        """The deputy on 5 February: 7 March; the manager of Cili on 6th: 8 March."""
        self.client.deputy_manager_id = self.bert
        self._visited(self.bert, "2026-02-05 01:00:00")
        self.assertEqual(self._get_due(), date(2026, 3, 7))
        manager = self.env["telecom.salesperson"].create(
            {"user_id": self.county_manager.id, "certificate_no": "C-004"}
        )
        manager._register_salesperson(
            {
                "date_from": date(2025, 1, 1),
                "unit_id": self.county.id,
                "grade_id": self.grade.id,
            }
        )
        self._visited(manager, "2026-02-06 01:00:00")
        self.assertEqual(self._get_due(), date(2026, 3, 8))

    def test_handover_keeps_visits_of_before(self):
        """Handed to Bert on 11 March: Anna's visits count until the 10th."""
        self.client.client_manager_id = self.bert
        self.assertEqual(self._get_due(), date(2026, 3, 3))
        self._visited(self.anna, "2026-03-11 01:00:00")
        self.assertEqual(self._get_due(), date(2026, 3, 3))
        self._visited(self.bert, "2026-03-11 01:30:00")
        self.assertEqual(self._get_due(), date(2026, 4, 10))

    def test_client_that_nobody_leads(self):
        """Whoever visits it: 10 March + 30 days."""
        self.client.client_manager_id = False
        self._visited(self.bert, "2026-03-10 01:00:00")
        self.assertEqual(self._get_due(), date(2026, 4, 9))

    def test_no_distance_to_somebody_elses_client(self):
        """0.01 degrees of latitude are 1.1 km; Bert may not know where Anna's are."""
        self.client.write({"partner_latitude": 29.11, "partner_longitude": 110.5})
        texts = {}
        for person in (self.anna, self.bert):
            visit = self._visited(person, "2026-03-10 01:00:00")
            visit = visit.with_user(person.user_id)
            texts[person] = visit.action_check_in(29.1, 110.5)
        self.assertEqual(texts[self.anna], "1.1 km from the client's address")
        self.assertEqual(texts[self.bert], "checked in")

    def test_whether_it_has_a_position_is_not_told_either(self):
        visit = self._visited(self.bert, "2026-03-10 01:00:00")
        visit = visit.with_user(self.bert.user_id)
        self.assertEqual(visit.action_check_in(29.1, 110.5), "checked in")
        self.assertFalse(visit.can_locate_client)
        with self._refused(AccessError, "Contact"):
            visit.action_locate_client()
        self.assertFalse(self.client.partner_latitude)
        self.assertIn("no position", visit.with_user(self.service).check_in_text)
