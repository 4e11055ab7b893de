from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import OrganisationCommon

UNDONE = "City"
LIST = """名称	类型	人数
示例市局		20
河东县局		58
河东一支局		7
函件分局		32
"""


@tagged("post_install", "-at_install")
class TestUnitEntry(OrganisationCommon):
    """The tree of units: a list is pasted, checked in a grid, and saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "New Bureau"})
        cls.service.company_ids += cls.company
        cls.entries = (
            cls.env["telecom.unit.entry"]
            .with_user(cls.service)
            .with_context(allowed_company_ids=cls.company.ids)
        )

    def _paste(self, text):
        form = Form(self.entries)
        form.text = text
        return form.save()

    def _units(self):
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company.id)], order="code"
        )
        return {
            unit.name: (unit.code, unit.kind, unit.parent_id.name, unit.headcount)
            for unit in units
        }

    def test_a_list_of_names_is_enough(self):
        """Kinds are read from the names; an outlet lies below the one before it."""
        self._paste(LIST).action_save()
        self.assertEqual(
            self._units(),
            {
                "示例市局": ("U01", "city", False, 20),
                "河东县局": ("U02", "county", "示例市局", 58),
                "河东一支局": ("U03", "outlet", "河东县局", 7),
                "函件分局": ("U04", "branch", "示例市局", 32),
            },
        )

    def test_a_second_list_changes_and_adds(self):
        """A code that is there changes its unit; the others stay as they are."""
        self._paste("City, C, city bureau,, 10\nCili, CL, county, C, 5").action_save()
        self._paste("Cili County, CL, county, C, 6\nHJ, HJ, branch, C, 3").action_save()
        self.assertEqual(
            self._units(),
            {
                "City": ("C", "city", False, 10),
                "Cili County": ("CL", "county", "City", 6),
                "HJ": ("HJ", "branch", "City", 3),
            },
        )

    def test_lines_can_be_corrected(self):
        form = Form(self.entries)
        form.text = "City\nSomething"
        with form.line_ids.edit(1) as line:
            self.assertEqual((line.kind, line.parent_code), ("branch", "U01"))
            line.kind = "county"
            line.headcount = 4
        form.save().action_save()
        self.assertEqual(self._units()["Something"], ("U02", "county", "City", 4))

    def test_what_is_wrong_is_named(self):
        for text, message in (
            ("City\t\t\t\tmany", "Line 1, City: “many” is no number of staff"),
            ("City\nCili\tCL\tcounty\tXX", "Unit Cili: there is no unit with the code"),
            ("City\tA\nCili\tA", "code “A” is there twice|City"),
        ):
            with self.subTest(text=text), self._refused(UserError, message):
                self._paste(text).action_save()
                if "twice" in message:
                    # The same code twice in a list is one unit, the last one.
                    self.assertEqual(list(self._units()), ["Cili"])
                    raise UserError(UNDONE)

    def test_who_may(self):
        for user in (self.anna.user_id, self.county_manager, self.leader, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.entries.with_user(user).create({})
