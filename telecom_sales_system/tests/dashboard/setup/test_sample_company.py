from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestSampleCompany(OrganisationCommon):
    """The sample year comes as a company of its own, and goes without a trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-04-20 02:00:00"))
        cls.dialog = cls.env["telecom.sample.year"].with_user(cls.service).create({})

    def _count_rows(self):
        """Return the number of rows of each table, but for messages to browsers."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n"
                " ON n.oid = c.relnamespace AND n.nspname = current_schema()"
                " WHERE c.relkind = 'r'"
            )
        )
        counts = {}
        for [table] in tables:
            if table == "bus_bus":
                continue
            query = SQL("SELECT COUNT(*) FROM %s", SQL.identifier(table))
            [[counts[table]]] = self.env.execute_query(query)
        return counts

    def _find_sequences(self):
        return set(
            self.env.execute_query(
                SQL("SELECT relname FROM pg_class WHERE relkind='S'")
            )
        )

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_it_comes_and_goes(self):
        before = self._count_rows()
        sequences = self._find_sequences()
        own = self.env["res.company"].search([])
        action = self.dialog.action_load()
        company = self.dialog.sample_company_id.sudo()
        self.assertEqual(action["params"], {"company_id": company.id})
        self.assertNotIn(company, own)
        here = [("company_id", "=", company.id)]
        periods = self.env["telecom.period"].sudo().search(here, order="date_from")
        self.assertEqual(
            [(p.name, p.state) for p in periods],
            [("2026-02", "closed"), ("2026-03", "closed"), ("2026-04", "open")],
        )
        self.assertGreater(periods[1].points, 0)
        self.assertEqual(
            len(
                self.env["account.move"]
                .sudo()
                .search([*here, ("move_type", "=", "out_invoice")])
            ),
            12 * 11,
        )
        grid = self.env["telecom.target.grid"].with_user(self.service)
        grid = grid.with_context(allowed_company_ids=company.ids).read_grid()
        self.assertEqual(len(grid["rows"]), 4)
        points = self.env.ref("telecom_sales_system.metric_full_time_points")
        targets = self.env["telecom.target"].sudo().search(here)
        asked = targets.filtered(lambda target: target.metric_id == points)
        self.assertGreater(min(asked.mapped("amount")), 100, "near the points reached")
        cards = self.env["telecom.assessment"].sudo().search(here)
        self.assertEqual(cards.line_ids.filtered("error").mapped("error"), [])
        self.assertEqual(set(cards.mapped("state")), {"published"})
        circulars = self.env["telecom.circular"].sudo().search(here)
        self.assertIn("performance", circulars.mapped("kind"))
        self.assertTrue(
            self.env["res.partner"].sudo().search([*here, ("tier_id", "!=", False)])
        )
        with self._refused(UserError, "sample company already"):
            self.env["telecom.sample.company"]._create_sample_company()

        self.dialog.action_remove()
        self.assertFalse(self.dialog.sample_company_id)
        after = self._count_rows()
        self.assertEqual(
            {t: (n, after[t]) for t, n in before.items() if after[t] != n}, {}
        )
        self.assertEqual(self._find_sequences() - sequences, set())
        # What must stay is protected as before.
        [[off]] = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM pg_trigger WHERE tgenabled = 'D'")
        )
        self.assertEqual(off, 0)

    def test_only_the_loading_makes_a_sample(self):
        company = self.env["res.company"].create(
            {"name": "Mine", "telecom_is_sample": True}
        )
        self.assertFalse(company.telecom_is_sample)
        company = (
            self.env["res.company"]
            .with_context(default_telecom_is_sample=True)
            .create({"name": "Mine too"})
        )
        self.assertFalse(company.telecom_is_sample)
        with self._refused(UserError, "a sample or not from the beginning"):
            company.telecom_is_sample = True
        with self._refused(UserError, "There is no sample company"):
            self.env["telecom.sample.company"]._remove_sample_company()

    def test_who_may(self):
        for user in (self.anna.user_id, self.leader, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.dialog.with_user(user).action_load()
