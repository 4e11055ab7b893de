from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .projects import ProjectCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 02:00:00")
class TestProjectEntry(ProjectCommon):
    """The projects of the year's plan are pasted as one list."""

    def _paste(self, text, user=None):
        entries = self.env["telecom.project.entry"].with_user(user or self.service)
        form = Form(entries)
        form.text = text
        return form

    def _get_projects(self):
        return self.env["telecom.marketing.project"].search(
            [("id", "!=", self.project.id)], order="id"
        )

    def test_list_with_headings(self):
        self._paste(
            "项目名称\t单位\t计划收入\t完成时间\n"
            "Fair\tCL\t800,000\t2026/5/1\nStamps\tLetters\t1,200.5\t2026-10-01\n"
        ).save().action_save()
        self.assertEqual(
            [
                (row.unit_id, row.name, row.deadline, row.planned_revenue, row.year)
                for row in self._get_projects()
            ],
            [
                (self.county, "Fair", date(2026, 5, 1), 800_000, 2026),
                (self.branch, "Stamps", date(2026, 10, 1), 1200.5, 2026),
            ],
        )

    def test_only_what_is_needed(self):
        """A project without a deadline is due on 31 December; blanks are no lines."""
        self._paste("Cili\tFair\n\nLetters\tStamps\n").save().action_save()
        projects = self._get_projects()
        self.assertEqual(projects.mapped("name"), ["Fair", "Stamps"])
        self.assertEqual(set(projects.mapped("deadline")), {date(2026, 12, 31)})
        self.assertEqual(projects.mapped("planned_revenue"), [0, 0])

    def test_what_is_not_known(self):
        for text, message in (
            ("Nowhere\tFair", "Line 1, Fair: “Nowhere” is not known"),
            ("Cili\tFair\tsoon", "Line 1, Fair: “soon” is not known"),
            ("Cili\tFair\t2026-05-01\tmuch", "Line 1, Fair: “much” is not known"),
            ("Cili\tFair\nCili\t\t2026-05-01", "Line 2: the name is missing"),
        ):
            with self._refused(UserError, message):
                self._paste(text)
        with self._refused(UserError, "Paste or enter marketing projects first"):
            self._paste("").save().action_save()

    def test_who_plans(self):
        """A manager plans for the own units, a salesperson for none."""
        self._paste("Cili\tFair", self.county_manager).save().action_save()
        self.assertEqual(self._get_projects().mapped("name"), ["Fair"])
        with self._refused(AccessError, "Marketing Project"):
            self._paste("Letters\tStamps", self.county_manager).save().action_save()
        with self._refused(AccessError, "Enter Marketing Projects"):
            self._paste("Cili\tFair", self.anna.user_id)
