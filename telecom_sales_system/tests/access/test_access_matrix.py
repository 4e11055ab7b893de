from odoo.tests import tagged

from .common import OPERATIONS, ROLES, AccessCommon

READ = "r..."
FULL = "rwcu"
NONE = "...."
MASTER_DATA = (NONE, READ, READ, FULL, READ, READ)
# Rights per role, in the order of ROLES; letters are those of OPERATIONS.
MATRIX = {
    "telecom.sales.unit": MASTER_DATA,
    "telecom.salesperson": MASTER_DATA,
    "telecom.salesperson.assignment": MASTER_DATA,
    "telecom.salesperson.grade": MASTER_DATA,
    "telecom.revenue.line": MASTER_DATA,
    "telecom.revenue.line.rate": MASTER_DATA,
    "telecom.period": MASTER_DATA,
    "telecom.client.tier": MASTER_DATA,
    "telecom.client.tier.history": (NONE, READ, READ, READ, READ, READ),
    "telecom.tier.review": MASTER_DATA,
    "telecom.tier.review.line": (NONE, READ, READ, "rw..", READ, READ),
    "telecom.client.survey": (NONE, "rwc.", "rwc.", FULL, READ, READ),
    "telecom.client.survey.line": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.client.whitespace": (NONE, READ, READ, READ, READ, READ),
    "telecom.client.revenue": (NONE, READ, READ, READ, READ, READ),
    "telecom.maintenance.budget": (NONE, READ, READ, FULL, "rw..", READ),
    "telecom.maintenance.share": (NONE, READ, READ, READ, READ, READ),
    "telecom.maintenance.expense": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.maintenance.activity": (NONE, READ, FULL, FULL, READ, READ),
    "telecom.maintenance.effect": (NONE, READ, READ, READ, READ, READ),
    "telecom.arrears.item": (NONE, READ, READ, READ, READ, READ),
    "telecom.incentive": (NONE, READ, "rwc.", FULL, READ, READ),
    "telecom.performance.entry": (NONE, READ, READ, READ, READ, READ),
    "telecom.period.problem": (NONE, NONE, NONE, READ, READ, READ),
}


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
