from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...common import OrganisationCommon
from ...rpc import RpcCase

VISIT = "telecom.visit"


class VisitAccessCommon(OrganisationCommon):
    """Anna and Cara are of Team Cili; Dora works in the outlet below; Bert elsewhere.

    Each has a visit to a key client of the own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cara = cls._create_salesperson("cara", "C-003", cls.county, cls.team)
        cls.dora = cls._create_salesperson("dora", "C-004", cls.outlet)
        cls.branch.manager_id = cls._create_user("branch_manager", "unit_manager")
        tier = cls.env["telecom.client.tier"].create(
            {"name": "Visited", "code": "visited", "threshold": 150_000}
        )
        cls.visits = {}
        for person in (cls.anna, cls.bert, cls.cara, cls.dora):
            client = cls.env["res.partner"].create(
                {
                    "name": f"Client of {person.user_id.login}",
                    "is_company": True,
                    "tier_id": tier.id,
                    "sales_unit_id": person.unit_id.id,
                    "client_manager_id": person.id,
                }
            )
            visits = cls.env[VISIT].with_user(person.user_id)
            cls.visits[person] = visits.create(
                {"partner_id": client.id, "start": "2026-03-12 01:00:00"}
            )
        cls.env.flush_all()
        cls.env.invalidate_all()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 02:00:00")
class TestVisitAccess(VisitAccessCommon):
    def _seen(self):
        visits = self.env[VISIT].search([])
        return sorted(visits.sudo().salesperson_id.user_id.mapped("login"))

    def _writable(self):
        visits = self.env[VISIT].search([])._filtered_access("write")
        return sorted(visits.sudo().salesperson_id.user_id.mapped("login"))

    @users("anna")
    def test_own_and_of_the_team(self):
        """She reads Cara's visits and changes her own only."""
        self.assertEqual(self._seen(), ["anna", "cara"])
        self.assertEqual(self._writable(), ["anna"])
        visit = self.visits[self.cara].with_env(self.env)
        for change in (
            lambda: visit.write({"purpose": "x"}),
            visit.action_done,
            visit.action_cancel,
            lambda: visit.action_check_in(29.1, 110.5),
        ):
            with self._refused(AccessError, "telecom.visit|Visit"):
                change()
        with self._refused(AccessError, "not allowed|Visit"):
            self.env[VISIT].create(
                {
                    "partner_id": self.visits[self.anna].partner_id.id,
                    "salesperson_id": self.cara.id,
                    "start": "2026-03-12 01:00:00",
                }
            )

    @users("bert", "dora")
    def test_own_without_a_team(self):
        self.assertEqual(self._seen(), [self.env.user.login])

    @users("county_manager")
    def test_subtree(self):
        """Cili and the outlet below it; what is read there may be changed."""
        self.assertEqual(self._seen(), ["anna", "cara", "dora"])
        self.assertEqual(self._writable(), ["anna", "cara", "dora"])
        with self.assertRaises(AccessError):
            self.visits[self.bert].with_env(self.env).read(["purpose"])

    @users("branch_manager")
    def test_other_subtree(self):
        self.assertEqual(self._seen(), ["bert"])

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        self.assertEqual(self._seen(), ["anna", "bert", "cara", "dora"])
        expected = self._seen() if self.env.user == self.service else []
        self.assertEqual(self._writable(), expected)

    def test_visit_stays_with_the_unit_of_its_day(self):
        """Anna moves to Letters on 1 April: the visit of March is still Cili's."""
        row = {"unit_id": self.branch.id, "team_id": False}
        self.anna._start_assignment({"date_from": date(2026, 4, 1), **row})
        visits = self.env[VISIT].with_user(self.county_manager)
        self.assertIn(self.visits[self.anna], visits.search([]))

    def test_name_of_a_client_whom_one_may_not_see(self):
        """Anna reads Cara's visit, not who the key client is: also through sudo."""
        visit = self.visits[self.cara].with_user(self.anna.user_id)
        for record in (visit, visit.sudo()):
            self.assertEqual(record.display_name, "Key Client · 03/12/2026")
        own = self.visits[self.anna].with_user(self.anna.user_id)
        self.assertEqual(own.sudo().display_name, "Client of anna · 03/12/2026")
        self.assertEqual(
            self.visits[self.cara].with_user(self.service).display_name,
            "Client of cara · 03/12/2026",
        )

    def test_calendar_keeps_the_client_to_itself(self):
        """Everybody reads calendars: of Cara's hour, Anna learns that it is taken."""
        event = self.visits[self.cara].event_id
        self.assertEqual(
            event.with_user(self.cara.user_id).name, "Visit: Client of cara"
        )
        for user in (self.anna.user_id, self.service):
            self.env.invalidate_all()
            foreign = event.with_user(user)
            self.assertEqual((foreign.name, foreign.display_name), ("Busy", "Busy"))
            self.assertFalse(foreign.description)

    def test_calendar_moves_no_visit_of_others(self):
        """Not even of an entry that its owner opened to all."""
        visit = self.visits[self.cara]
        event = visit.event_id
        event.with_user(self.cara.user_id).privacy = "public"
        foreign = event.with_user(self.anna.user_id)
        times = {"start": "2026-03-13 01:00:00", "stop": "2026-03-13 02:00:00"}
        for change in (
            lambda: foreign.write(times),
            lambda: foreign.write({"active": False}),
            foreign.unlink,
        ):
            with self._refused(AccessError, "Visit .*Ask its salesperson"):
                change()
        self.assertEqual(visit.state, "planned")
        event.with_user(self.county_manager).write(times)
        self.assertEqual(visit.start.day, 13)


@tagged("post_install", "-at_install")
class TestVisitRpc(VisitAccessCommon, RpcCase):
    @mute_logger("odoo.http", "odoo.sql_db")
    def test_own_and_of_the_team_at_every_door(self):
        ids = (self.visits[self.anna] | self.visits[self.cara]).ids
        user = self.anna.user_id
        args = {"domain": [], "fields": ["state"], "order": "id"}
        for rows, message in (
            self._call_kw(user, VISIT, "search_read", **args),
            self._execute_kw(user, VISIT, "search_read", **args),
            self._json2(user, VISIT, "search_read", **args),
        ):
            self.assertIsNone(message)
            self.assertEqual([row["id"] for row in rows], sorted(ids))

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_nothing_of_others_at_any_door(self):
        """Anna does not read Bert's visit, and does not change Cara's."""
        user = self.anna.user_id
        hidden, colleague = self.visits[self.bert].ids, self.visits[self.cara].ids
        vals = {"purpose": "x"}
        for rows, message in (
            self._call_kw(user, VISIT, "read", hidden, ["purpose"]),
            self._execute_kw(user, VISIT, "read", hidden, ["purpose"]),
            self._json2(user, VISIT, "read", ids=hidden, fields=["purpose"]),
            self._call_kw(user, VISIT, "write", colleague, vals),
            self._execute_kw(user, VISIT, "write", colleague, vals),
            self._json2(user, VISIT, "write", ids=colleague, vals=vals),
            self._call_kw(user, VISIT, "action_done", colleague),
            self._call_kw(user, VISIT, "unlink", colleague),
        ):
            self.assertIsNone(rows)
            self.assertTrue(message)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_subtree_at_every_door(self):
        args = {"domain": [], "fields": ["salesperson_id"]}
        expected = {self.visits[p].id for p in (self.anna, self.cara, self.dora)}
        for rows, _message in (
            self._call_kw(self.county_manager, VISIT, "search_read", **args),
            self._execute_kw(self.county_manager, VISIT, "search_read", **args),
            self._json2(self.county_manager, VISIT, "search_read", **args),
        ):
            self.assertEqual({row["id"] for row in rows}, expected)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_fields_set_by_buttons_have_no_door(self):
        own = self.visits[self.anna].ids
        for vals in (
            {"state": "done"},
            {"done_at": "2026-03-12 01:30:00"},
            {"latitude": 29.1},
            {"unit_id": self.branch.id},
            {"next_scheduled": True},
        ):
            _rows, message = self._call_kw(self.anna.user_id, VISIT, "write", own, vals)
            self.assertIn("use the buttons", message)
