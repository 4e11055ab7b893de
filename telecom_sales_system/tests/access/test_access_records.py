from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged, users

from ..common import GROUPS
from .common import AccessCommon
from .rooms.rights import SHARED

ABOUT_PEOPLE = (
    "telecom.performance.entry",
    "telecom.incentive",
    "telecom.salesperson.assignment",
)


@tagged("post_install", "-at_install")
class TestAccessRecords(AccessCommon):
    """Which records each role sees: own, those of the managed units, or all."""

    def _seen(self):
        """Logins whose file, entries, incentives and assignments the user sees."""
        people = self.env["telecom.salesperson"].search([])
        seen = {tuple(sorted(people.sudo().user_id.mapped("login")))}
        seen |= {
            tuple(self._people(self.env[model].search([]))) for model in ABOUT_PEOPLE
        }
        self.assertEqual(len(seen), 1, "every model draws the same line")
        return seen.pop()

    @users("anna")
    def test_salesperson_sees_the_own(self):
        self.assertEqual(self._seen(), ("anna",))

    @users("bert")
    def test_other_salesperson_sees_the_own(self):
        self.assertEqual(self._seen(), ("bert",))

    @users("county_manager")
    def test_unit_manager_sees_the_subtree(self):
        """Cili and its outlet, not the letters branch; wherever Anna works in it."""
        self.assertEqual(self._seen(), ("anna",))
        self.anna.sudo().assignment_ids.write(
            {"unit_id": self.outlet.id, "team_id": False}
        )
        self.env.flush_all()
        self.assertIn(self.anna, self.env["telecom.salesperson"].search([]))

    @users("county_manager")
    def test_former_manager_sees_nothing(self):
        self.county.sudo().manager_id = self.leader
        self.env.flush_all()
        self.assertEqual(self._seen(), ())

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        self.assertEqual(self._seen(), ("anna", "bert"))

    @users("anna")
    def test_salesperson_reads_the_ledger_without_accounting(self):
        """Anna's 1,000 at 0.35, read field by field as the form does."""
        self.assertFalse(self.env.user.has_group("account.group_account_invoice"))
        entry = self.env["telecom.performance.entry"].search([])
        fields = [name for name, field in entry._fields.items() if field.store]
        [values] = entry.read(fields)
        self.assertEqual((values["cash"], values["points"]), (1000, 350))
        others = entry.sudo().search([("salesperson_id", "!=", self.anna.id)])
        self.assertTrue(others)
        with self.assertRaises(AccessError):
            others.with_user(self.env.user).read(["cash"])

    @users("auditor")
    def test_auditor_changes_nothing(self):
        """Not one record of any model, nor the teams and categories of Odoo."""
        models = [self.env[model._name] for model in self._telecom_models()]
        for model in [*models, self.env["crm.team"], self.env["product.category"]]:
            record = model.search([], limit=1)
            with self.subTest(model=model._name):
                self.assertTrue(record)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(record.has_access(operation))

    @users("leader", "auditor", "county_manager", "anna")
    def test_steps_are_for_the_service_department(self):
        vals = {"kind": "leave", "salesperson_id": self.anna.id}
        with self.assertRaises(AccessError):
            self.env["telecom.salesperson.step"].create(vals)

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].sudo().create({"name": "Other Bureau"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups=GROUPS + "service",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in self._telecom_models():
            if model._name not in SHARED:
                records = model.sudo().search([])
                if "company_id" in model._fields:
                    records = records.filtered(lambda row: row.company_id != company)
                with self.subTest(model=model._name):
                    self.assertTrue(records)
                    seen = model.with_user(stranger).search([])
                    self.assertFalse(seen & records.with_env(seen.env))
