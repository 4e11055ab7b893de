from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .projects import ProjectCommon


@tagged("post_install", "-at_install")
class TestProjectStages(ProjectCommon):
    """Two bureaus share the five stages of the samples, until one makes its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.setup_other_company(name="Sister")["company"]
        cls.clerk = cls._create_user("clerk", "service")
        cls.clerk.write(
            {"company_ids": [(6, 0, cls.sister.ids)], "company_id": cls.sister.id}
        )
        cls.sister_city = cls.env["telecom.sales.unit"].create(
            {"name": "S", "code": "S", "kind": "city", "company_id": cls.sister.id}
        )
        cls.planned = cls._get_stage("planned")
        vals = {"unit_id": cls.sister_city.id, "deadline": "2026-12-31"}
        cls.fair, cls.done = cls._as_clerk(cls.project).create(
            [vals | {"name": name} for name in ("Fair", "Done")]
        )
        cls.done.review = "<p>It went well.</p>"
        cls.done.action_create_campaign()
        cls.done.action_close()

    @classmethod
    def _get_stage(cls, name):
        return cls.env.ref(f"telecom_sales_system.project_stage_{name}")

    @classmethod
    def _as_clerk(cls, records):
        return records.with_user(cls.clerk).with_context(
            allowed_company_ids=cls.sister.ids
        )

    def test_one_clerk_does_not_change_the_boards_of_both(self):
        stage = self._as_clerk(self.planned)
        for vals in ({"name": "New"}, {"sequence": 99}, {"fold": True}):
            with self._refused(AccessError, "is used by all companies"):
                stage.write(vals)
        with self._refused(AccessError, "is used by all companies"):
            stage.unlink()
        own = stage.create({"name": "Idea"})
        self.assertEqual(own.company_id, self.sister)

    def test_own_copies(self):
        """All five are copied; Fair moves, Done keeps what it was closed with."""
        stage = self._as_clerk(self.planned)
        own = stage.browse(stage.action_make_own_copy()["res_id"])
        own.name = "Idea"
        mine = stage._find_stages(self.sister)
        self.assertEqual(
            mine.mapped("name"),
            ["Idea", "In Preparation", "Under Way", "Closing Review", "Completed"],
        )
        self.assertEqual(self.fair.stage_id, own)
        self.assertEqual(self.done.stage_id, self._get_stage("closed"))
        self.assertEqual(self.project.stage_id, self.planned)
        self.assertEqual(self.planned.name, "Planned")
        home = stage.sudo()._find_stages(self.project.company_id)
        self.assertFalse(home & mine)
        self.fair.write({"review": "<p>Good.</p>"})
        self.fair.action_create_campaign()
        self.fair.action_close()
        self.assertEqual(self.fair.stage_id, mine[-1])
        self.assertTrue(mine[-1].is_closing)
        new = self.fair.create(
            {
                "name": "New",
                "unit_id": self.sister_city.id,
                "deadline": "2026-12-31",
            }
        )
        self.assertEqual(new.stage_id, own)
        with self._refused(UserError, "belongs to Sister already"):
            own.action_make_own_copy()

    def test_a_stage_of_another_bureau(self):
        own = self._as_clerk(self.planned).create({"name": "Idea"})
        with self._refused(UserError, "belongs to another company|different companies"):
            self.project.stage_id = own.sudo()

    def test_two_closing_stages_of_two_bureaus(self):
        own = self._as_clerk(self.planned).create({"name": "Over", "is_closing": True})
        self.assertTrue(own.is_closing)
