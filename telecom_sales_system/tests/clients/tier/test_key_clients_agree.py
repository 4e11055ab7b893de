import ast
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestKeyClientsAgree(ClientCommon):
    """Key clients, new and lost ones of 2026 until 15 March, wherever they are shown.

    At the end of 2025: Brewery and Mill of Cili, Bank of nobody. In February Mill falls
    out of the tiers, and Inn of Letters gets one. Jet gets one in January and is out in
    February: neither new nor lost. So 3 key clients, 1 new, 1 lost. Nobody has revenue:
    Brewery, Mill and Bank are also without revenue, which is another list.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        nowhere = cls.env["telecom.sales.unit"]
        cls.mill = cls._create_client("Mill", cls.county)
        cls.bank = cls._create_client("Bank", nowhere)
        cls.inn = cls._create_client("Inn", cls.branch)
        cls.jet = cls._create_client("Jet", cls.branch)
        cls._set_tiers("2025-03-01", cls.client | cls.mill | cls.bank, cls.silver)
        cls._set_tiers("2026-01-10", cls.jet, cls.silver)
        cls._set_tiers("2026-02-10", cls.inn, cls.silver)
        cls._set_tiers("2026-02-20", cls.mill | cls.jet, cls.silver.browse())
        cls.all = cls.client | cls.mill | cls.bank | cls.inn | cls.jet
        cls.march = cls._create_period("2026-03-01")
        cls.march.action_compute()

    @classmethod
    def _set_tiers(cls, day, clients, tier):
        with freeze_time(day):
            clients.tier_id = tier
            cls.env.flush_all()

    def _open(self, name):
        """Return the clients that an action of the menu lists."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.res_partner_action_{name}"
        )
        partners = self.env["res.partner"].with_user(self.service)
        partners = partners.with_context(active_test=False)
        found = partners.search(ast.literal_eval(action["domain"]))
        return self.all.filtered(lambda client: client in found)

    def _figure(self, code, unit):
        return self.env["telecom.metric.value"].search(
            [
                ("metric_id.code", "=", code),
                ("period_id", "=", self.march.id),
                ("unit_id", "=", unit.id),
            ]
        )

    def test_lists(self):
        self.assertEqual(self._open("new"), self.inn)
        self.assertEqual(self._open("lost"), self.mill)
        self.assertEqual(self._open("idle"), self.client | self.mill | self.bank)
        self.assertTrue(self.mill.is_lost_key_client)
        self.assertFalse(self.client.is_lost_key_client)
        self.assertTrue(self.inn.is_new_key_client)

    def test_figures_of_the_city_count_the_clients_of_nobody(self):
        """Letters has 1 of the 3 key clients, Cili 1, nobody 1."""
        for code, figure in (
            ("key_clients", 3),
            ("key_clients_new", 1),
            ("key_clients_lost", 1),
        ):
            value = self._figure(code, self.city)
            with self.subTest(code=code):
                self.assertEqual(value.year_to_date, figure)
                evidence = value.metric_id._get_evidence(
                    self.city, *map(date.fromisoformat, ("2026-01-01", "2026-03-31"))
                )
                self.assertEqual(len(self.env[evidence[0]].search(evidence[1])), figure)
        self.assertEqual(self._figure("key_clients", self.county).year_to_date, 1)
        self.assertEqual(self._figure("key_clients", self.branch).year_to_date, 1)

    def test_step_of_the_close(self):
        """In January: 3 before, Jet new, 4 in all. In February: Inn new, two lost."""
        count = self.env["telecom.client.tier.history"]._count_key_clients
        for first, last, figures in (
            ("2026-01-01", "2026-01-31", (4, 1, 0)),
            ("2026-02-01", "2026-02-28", (3, 1, 2)),
            ("2026-01-01", "2026-03-15", (3, 1, 1)),
        ):
            with self.subTest(first=first):
                self.assertEqual(
                    count(
                        self.env.company,
                        date.fromisoformat(first),
                        date.fromisoformat(last),
                    ),
                    figures,
                )

    def test_clients_of_another_bureau_are_its_own(self):
        """A shared client of a unit of the sister counts there only."""
        sister = self.setup_other_company(name="Sister")["company"]
        unit = self.env["telecom.sales.unit"].create(
            {"name": "Far", "code": "F", "kind": "branch", "company_id": sister.id}
        )
        far = self.env["res.partner"].create(
            {"name": "Far Mill", "is_company": True, "sales_unit_id": unit.id}
        )
        self._set_tiers("2026-02-10", far, self.silver)
        count = self.env["telecom.client.tier.history"]._count_key_clients
        year = date.fromisoformat("2026-01-01"), date.fromisoformat("2026-03-15")
        self.assertEqual(count(self.env.company, *year), (3, 1, 1))
        self.assertEqual(count(sister, *year)[1], 1)
