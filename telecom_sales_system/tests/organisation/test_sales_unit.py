from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestSalesUnit(OrganisationCommon):
    """The tree of units: who lies below whom, who answers for it, who works there."""

    def test_unit_below_itself_is_refused(self):
        """Cili below its own outlet Lingyang would be a circle."""
        with self.assertRaisesRegex(ValidationError, "Cili, field Parent Unit"):
            self.county.parent_id = self.outlet

    def test_unit_as_its_own_parent_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Cili, field Parent Unit"):
            self.county.parent_id = self.county

    def test_kinds_go_from_city_down_to_outlet(self):
        """A branch and a county bureau are of one rank: neither lies in the other."""
        with self.assertRaisesRegex(ValidationError, "Letters, field Parent Unit"):
            self.branch.parent_id = self.county
        with self.assertRaisesRegex(ValidationError, "City.*“Outlet”"):
            self.city.kind = "outlet"

    def test_supervisors_are_the_managers_above(self):
        """The city's manager supervises everything, the county's its own subtree."""
        city_manager = self._create_user("city_manager", "unit_manager")
        self.city.manager_id = city_manager
        both = city_manager | self.county_manager
        self.assertEqual(self.city.supervisor_ids, city_manager)
        self.assertEqual(self.county.supervisor_ids, both)
        self.assertEqual(self.outlet.supervisor_ids, both)
        self.assertEqual(self.branch.supervisor_ids, city_manager)

    def test_city_unit_of_a_company(self):
        """Another company has its own, or none."""
        units = self.env["telecom.sales.unit"]
        other = self.env["res.company"].create({"name": "Other Bureau"})
        self.assertEqual(units._get_city_unit(self.env.company), self.city)
        self.assertFalse(units._get_city_unit(other))
        vals = {"name": "Other City", "code": "O", "kind": "city"}
        theirs = units.create(vals | {"company_id": other.id})
        self.assertEqual(units._get_city_unit(other), theirs)

    def test_new_manager_replaces_the_old_one_below_too(self):
        successor = self._create_user("successor", "unit_manager")
        self.county.manager_id = successor
        self.assertEqual(self.outlet.supervisor_ids, successor)
        self.county.manager_id = False
        self.assertFalse(self.outlet.supervisor_ids)

    def test_moved_outlet_gets_other_supervisors(self):
        self.outlet.parent_id = self.branch
        self.assertFalse(self.outlet.supervisor_ids)
        self.outlet.parent_id = self.county
        self.assertEqual(self.outlet.supervisor_ids, self.county_manager)

    def test_count_takes_in_the_units_below(self):
        """Anna in Cili, Bert in Letters: 2 in the city, none in the outlet."""
        units = self.city | self.county | self.outlet | self.branch
        self.assertEqual(units.mapped("salesperson_count"), [2, 1, 0, 1])
        self.bert._record_departure(self.bert.registered_on)
        units.invalidate_recordset(["salesperson_count"])
        self.assertEqual(units.mapped("salesperson_count"), [1, 1, 0, 0])
        action = self.city.action_open_salespeople()
        found = self.env["telecom.salesperson"].search(action["domain"])
        self.assertEqual(found, self.anna)

    def test_unit_in_use_is_not_archived(self):
        """Cili holds an outlet and Anna; without both it can go."""
        with self.assertRaisesRegex(ValidationError, "Cili, field Active: Lingyang"):
            with self.env.cr.savepoint():
                self.county.active = False
        self.outlet.active = False
        with self.assertRaisesRegex(ValidationError, "Cili, field Active: .* anna"):
            with self.env.cr.savepoint():
                self.county.action_archive()
        self.anna._record_departure(self.anna.registered_on)
        self.county.active = False
        self.assertFalse(self.county.active)

    def test_company_of_a_used_unit_stays(self):
        other = self.env["res.company"].create({"name": "Other Bureau"})
        with self.assertRaisesRegex(Exception, "Letters"):
            self.branch.write({"company_id": other.id, "parent_id": False})
