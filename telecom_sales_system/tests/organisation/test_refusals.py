from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import OrganisationCommon
from ..rpc import RpcCase


@tagged("post_install", "-at_install")
class TestRefusals(OrganisationCommon, RpcCase):
    """Bad input from the browser is refused with a sentence that says where."""

    def _refusal(self, model, method, *args):
        with mute_logger("odoo.sql_db", "odoo.http"):
            result, message = self._call_kw(self.service, model, method, *args)
        self.assertIsNone(result)
        return message

    def test_code_of_another_unit(self):
        vals = {"name": "Copy", "code": "CL", "kind": "city"}
        message = self._refusal("telecom.sales.unit", "create", [vals])
        self.assertRegex(message, "Sales unit Cili, field Code: “CL”")
        self.assertNotIn("Key (", message, "PostgreSQL's own words")

    def test_certificate_of_somebody_else(self):
        message = self._refusal(
            "telecom.salesperson", "write", self.bert.ids, {"certificate_no": "C-001"}
        )
        self.assertRegex(message, "anna .*field Certificate No.: “C-001”")

    def test_certificate_with_a_comma(self):
        self.anna.certificate_no = "C, 1 (new)"
        message = self._refusal(
            "telecom.salesperson",
            "write",
            self.bert.ids,
            {"certificate_no": "C, 1 (new)"},
        )
        self.assertRegex(message, r"anna .*“C, 1 \(new\)”")

    def test_twins_in_one_input(self):
        """Both are rolled back, so nobody holds the number."""
        users = [self._create_user(login, "salesperson") for login in ("carl", "dora")]
        rows = [{"user_id": user.id, "certificate_no": "C-3"} for user in users]
        message = self._refusal("telecom.salesperson", "create", rows)
        self.assertRegex(message, r"Salesperson \(new\), field Certificate No.: “C-3”")

    def test_second_file_of_a_user(self):
        vals = {"user_id": self.anna.user_id.id}
        message = self._refusal("telecom.salesperson", "create", [vals])
        self.assertRegex(message, "Salesperson anna .*, field User")

    def test_code_of_another_grade(self):
        vals = {"name": "Copy", "code": "junior"}
        message = self._refusal("telecom.salesperson.grade", "create", [vals])
        self.assertRegex(message, "Grade Junior, field Code: “junior”")

    def test_registered_person_without_certificate(self):
        message = self._refusal(
            "telecom.salesperson", "write", self.anna.ids, {"certificate_no": ""}
        )
        self.assertIn("field Certificate No.", message)

    def test_negative_staff(self):
        message = self._refusal(
            "telecom.sales.unit", "write", self.city.ids, {"headcount": -1}
        )
        self.assertIn("field Staff", message)

    def test_overlapping_assignment(self):
        vals = {"unit_id": self.branch.id, "date_from": "2026-01-01"}
        message = self._refusal(
            "telecom.salesperson.assignment",
            "create",
            [{"salesperson_id": self.anna.id, **vals}],
        )
        self.assertRegex(message, "Salesperson anna .*, fields First Day and Last Day")

    def test_unit_below_itself(self):
        message = self._refusal(
            "telecom.sales.unit",
            "write",
            self.county.ids,
            {"parent_id": self.outlet.id},
        )
        self.assertRegex(message, "Sales unit Cili, field Parent Unit")
