from odoo.tests import tagged

from .common import AccessCommon
from .rooms import (
    arrears,
    assessment,
    circulars,
    clients,
    dashboard,
    fieldwork,
    organisation,
    performance,
)
from .rooms.rights import OPERATIONS, ROLES

MATRIX = organisation.RIGHTS | clients.RIGHTS | performance.RIGHTS | arrears.RIGHTS
MATRIX |= fieldwork.RIGHTS | assessment.RIGHTS | circulars.RIGHTS
MATRIX |= dashboard.RIGHTS


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCommon):
    """What each role may do with each model, before any look at single records."""

    def test_matrix(self):
        actual = {
            model._name: tuple(self._rights(model, role) for role in ROLES)
            for model in self._telecom_models()
        }
        self.assertEqual(actual, MATRIX)

    def _rights(self, model, role):
        model = model.with_user(self.users[role])
        return "".join(
            letter if model.has_access(operation) else "."
            for letter, operation in zip("rwcu", OPERATIONS, strict=True)
        )

    def test_every_model_of_a_company_keeps_companies_apart(self):
        """A global rule on the company for every model that has one."""
        for model in self._telecom_models():
            if "company_id" in model._fields:
                rules = self._rules(model).filtered(lambda rule: not rule.groups)
                domains = " ".join(rules.mapped("domain_force"))
                with self.subTest(model=model._name):
                    self.assertIn("company_id", domains)

    def test_every_model_about_a_person_shows_salespeople_their_own_only(self):
        """A rule for salespeople and one for managers, wherever a person is named."""
        groups = ["salesperson", "unit_manager", "service", "leader", "auditor"]
        for model in self._telecom_models():
            about_person = {"salesperson_id", "certificate_no"} & set(model._fields)
            if about_person:
                ruled = self._rules(model).groups
                with self.subTest(model=model._name):
                    for name in groups:
                        group = f"telecom_sales_system.group_telecom_{name}"
                        self.assertIn(self.env.ref(group), ruled)

    def _rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model._name)])
