import ast

from freezegun import freeze_time

from odoo import Command
from odoo.fields import Domain
from odoo.tests import tagged

from ....models.clients.client.res_partner import (
    CLIENT_FIELDS,
)
from ..common import ClientCommon

CONTACTS = [Command.create({"name": f"Buyer {number}"}) for number in range(2)]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestContactPersons(ClientCommon):
    """Contacts carry tier and managers of their firm, and are counted nowhere.

    Brewery has a subsidiary, Malthouse, which is a key client of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.malthouse = cls._create_client(
            "Malthouse", cls.county, cls.anna, parent_id=cls.client.id
        )
        cls.firms = cls.client + cls.malthouse
        with freeze_time("2025-12-31"):
            cls.firms.tier_id = cls.gold
        cls.firms.deputy_manager_id = cls.bert
        for client in cls.firms:
            cls._bill(client, 1_000, "2026-02-10")

    def _add_contacts(self):
        for firm in self.firms:
            firm.child_ids = CONTACTS
        contacts = self.firms.child_ids - self.firms
        self.assertEqual(len(contacts), 4)
        for name in CLIENT_FIELDS:
            self.assertTrue(all(contacts.mapped(name)), name)
        return contacts

    def _measure_all(self):
        """Return all metrics of the county and of Anna in the year."""
        days = (self.january.date_from, self.february.date_to)
        return {
            (metric.code, scope._name): metric._measure_scopes(scope, *days)
            for metric in self.env["telecom.metric"].search([])
            for scope, applies in (
                (self.county, metric.for_unit),
                (self.anna, metric.for_salesperson),
            )
            if applies
        }

    def _count(self):
        """Return what each place says that counts clients."""
        self.env.flush_all()
        self.env.invalidate_all()
        pages = {
            user.login: self.env["telecom.dashboard"].with_user(user).read_page()
            for user in (self.anna.user_id, self.county_manager, self.service)
        }
        step = self.env["telecom.close.step"].new({"period_id": self.february.id})
        shares = self.env["telecom.maintenance.share"]
        budget = self.env["telecom.maintenance.budget"].new(
            {"unit_id": self.county.id, "year": 2026, "company_id": self.env.company.id}
        )
        return {
            "metrics": self._measure_all(),
            "pages": {
                login: [
                    {k: tile.get(k) for k in ("key", "value", "note", "items")}
                    for tile in page["tiles"]
                ]
                for login, page in pages.items()
            },
            "step": step._get_key_client_revenue(self.february),
            "history": self.env["telecom.client.tier.history"]._count_key_clients(
                self.env.company, self.january.date_from, self.february.date_to
            ),
            "clients of Anna": self.anna.client_count,
            "whitespace": self.env["telecom.client.whitespace"].search_count([]),
            "effect": self.env["telecom.maintenance.effect"].search_count([]),
            "shares": len(shares._prepare_share_vals_list(budget)),
            "problems": [
                (problem["message"], problem["record_count"])
                for problem in self.env["telecom.period.problem"]._find_clients(
                    self.february
                )
            ],
        }

    def test_no_count_grows_with_the_contacts(self):
        """Two key clients before the four contacts, and two with them."""
        before = self._count()
        clients = before["metrics"]["key_clients", "telecom.sales.unit"]
        self.assertEqual(clients, {self.county.id: 2})
        self._add_contacts()
        after = self._count()
        for place, count in before.items():
            self.assertEqual(after[place], count, place)

    def test_problems_count_firms(self):
        """Malthouse loses its unit: one key client without a unit, not three."""
        self._add_contacts()
        self.malthouse.sales_unit_id = False
        [problem] = self.env["telecom.period.problem"]._find_clients(self.february)
        self.assertEqual(problem["record_count"], 1)
        found = self.env["res.partner"].search(ast.literal_eval(problem["res_domain"]))
        self.assertEqual(found, self.malthouse)

    def test_lists_of_clients_have_firms_and_no_contacts(self):
        """All actions of the addon on contacts, found in the database.

        Each is looked for when the firms are in it: new key clients in the year of
        their first tier, those without revenue a year after the last invoice.
        """
        contacts = self._add_contacts()
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "res.partner")]
        )
        names = actions.get_external_id()
        ours = actions.filtered(
            lambda action: names[action.id].startswith("telecom_sales_system.")
        )
        self.assertTrue(ours)
        mine = Domain("id", "in", (self.firms + contacts).ids)
        days = {"new": "2025-12-31", "idle": "2027-03-15"}
        for action in ours:
            domain = Domain(ast.literal_eval(action.domain or "[]"))
            kind = names[action.id].rsplit("_", 1)[-1]
            with freeze_time(days.get(kind, "2026-03-15")):
                found = self.env["res.partner"].search(domain & mine)
            self.assertFalse(found & contacts, names[action.id])
            if "lost" not in names[action.id]:
                self.assertEqual(found, self.firms.sorted("complete_name"), action.name)

    def test_choices_of_clients_have_subsidiaries(self):
        """Fields that choose a client among key clients: found in the registry.

        Attendees of activities are persons.
        """
        contacts = self._add_contacts()
        mine = Domain("id", "in", (self.firms + contacts).ids)
        fields = {
            (model._name, name): field.domain
            for model in self.env.values()
            if model._name.startswith("telecom.")
            for name, field in model._fields.items()
            if field.type == "many2one" and "is_key_client" in str(field.domain)
        }
        self.assertTrue(fields)
        for place, domain in fields.items():
            found = self.env["res.partner"].search(Domain(domain) & mine)
            self.assertEqual({*found}, {*self.firms}, place)

    def test_activity_invites_subsidiaries_and_no_contacts(self):
        self._add_contacts()
        activity = self.env["telecom.maintenance.activity"].create(
            {
                "name": "Harvest",
                "unit_id": self.county.id,
                "tier_floor_id": self.silver.id,
                "start": "2026-03-20 08:00:00",
                "stop": "2026-03-20 10:00:00",
            }
        )
        activity.action_invite()
        self.assertEqual({*activity.partner_ids}, {*self.firms})

    def test_prospect_of_the_name_of_a_subsidiary(self):
        """A visit report on Malthouse creates no second Malthouse."""
        visits = self.env["telecom.visit"].with_user(self.anna.user_id)
        self.assertEqual(visits._find_prospect("Malthouse"), self.malthouse.id)
