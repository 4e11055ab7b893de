"""Minutes and attendance of other units are not found by searching or grouping."""

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from ..log.sales_logs import SalesLogCommon

EVENT = "calendar.event"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 10:00:00")
class TestMeetingOracle(SalesLogCommon, RpcCase):
    """Cili held a meeting with Anna; Bert of Letters did not take part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls._meet(
            "Week",
            "2026-04-20 01:00:00",
            "2026-04-20 01:45:00",
            cls.anna,
            telecom_meeting_kind="weekly",
            telecom_unit_id=cls.county.id,
        ).with_user(cls.service)
        cls.guest = cls.anna.user_id.partner_id
        cls.meeting.write(
            {
                "telecom_minutes": "<p>Close the branch</p>",
                "telecom_attended_ids": cls.guest.ids,
            }
        )
        cls.meeting.action_telecom_hold()
        cls.env.flush_all()

    def _search(self, user, *conditions, model=EVENT, **kwargs):
        found = set()
        for door in (self._call_kw, self._execute_kw):
            ids, error = door(user, model, "search", list(conditions), **kwargs)
            self.assertIsNone(error)
            found.add(self.meeting.id in ids)
        self.assertEqual(len(found), 1)
        return found.pop()

    def test_search(self):
        bert, anna = self.bert.user_id, self.anna.user_id
        for condition in (
            ("telecom_minutes", "ilike", "branch"),
            ("telecom_minutes", "=like", "<p>C%"),
            ("telecom_attended_ids", "in", self.guest.ids),
            ("telecom_attended_ids.name", "=", self.guest.name),
            ("telecom_attended_ids", "any", [("id", "=", self.guest.id)]),
        ):
            with self.subTest(condition=condition):
                self.assertTrue(self._search(anna, condition))
                self.assertTrue(self._search(self.county_manager, condition))
                self.assertTrue(self._search(self.leader, condition))
                self.assertFalse(self._search(bert, condition))

    def test_negated_search_is_no_oracle(self):
        """Whatever is asked, the answer is that of a meeting without minutes."""
        bert = self.bert.user_id
        here = ("id", "=", self.meeting.id)
        for word in ("branch", "nothing"):
            answers = [
                self._search(bert, here, ("telecom_minutes", operator, word))
                for operator in ("ilike", "not ilike")
            ]
            self.assertEqual(answers, [False, True], word)
        for partner in (self.guest, self.service.partner_id):
            for operator in ("in", "not in"):
                condition = ("telecom_attended_ids", operator, partner.ids)
                self.assertFalse(self._search(bert, here, condition))

    def test_through_another_model(self):
        """By the attendees of the calendar, who point to the event."""
        anna, bert = self.anna.user_id, self.bert.user_id
        for path, operator, value in (
            ("event_id.telecom_minutes", "ilike", "branch"),
            ("event_id.telecom_attended_ids", "in", self.guest.ids),
        ):
            for user, expected in ((anna, 1), (bert, 0)):
                count, error = self._call_kw(
                    user,
                    "calendar.attendee",
                    "search_count",
                    [("event_id", "=", self.meeting.id), (path, operator, value)],
                )
                self.assertIsNone(error)
                self.assertEqual(count, expected, (path, user.login))

    @mute_logger("odoo.http")
    def test_groups_and_sums(self):
        here = [("id", "=", self.meeting.id)]
        for model, domain, groupby in (
            (EVENT, here, "telecom_attended_ids"),
            (EVENT, here, "telecom_minutes"),
            (
                "calendar.attendee",
                [("event_id", "=", self.meeting.id)],
                "event_id.telecom_attended_ids",
            ),
            (
                "calendar.attendee",
                [("event_id", "=", self.meeting.id)],
                "event_id.telecom_minutes",
            ),
        ):
            for user, sees in ((self.anna.user_id, True), (self.bert.user_id, False)):
                groups, _error = self._call_kw(
                    user,
                    model,
                    "formatted_read_group",
                    domain,
                    groupby=[groupby],
                    aggregates=["__count"],
                )
                with self.subTest(groupby=groupby, user=user.login):
                    values = [group[groupby] for group in groups or []]
                    self.assertEqual(any(values), sees and bool(groups), groups)

    @mute_logger("odoo.http")
    def test_order_and_export(self):
        """Another meeting with minutes that come before: the order does not tell."""
        other = self.meeting.copy({"telecom_minutes": "<p>Aaa</p>"})
        self.env.flush_all()
        orders = []
        for minutes in ("<p>Aaa</p>", "<p>Zzz</p>"):
            other.sudo().telecom_minutes = minutes
            self.env.flush_all()
            ids, error = self._call_kw(
                self.bert.user_id,
                EVENT,
                "search",
                [("id", "in", (self.meeting | other).ids)],
                order="telecom_minutes, id",
            )
            self.assertIsNone(error)
            orders.append(ids)
        self.assertEqual(*orders)
        rows, error = self._call_kw(
            self.bert.user_id,
            EVENT,
            "export_data",
            self.meeting.ids,
            ["telecom_minutes", "telecom_attended_ids/name"],
        )
        self.assertNotIn("branch", str(rows))
        self.assertNotIn(self.guest.name, str(rows))
