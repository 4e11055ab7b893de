from ...performance.common import LedgerCommon


class ProjectCommon(LedgerCommon):
    """A project of Cili, Anna's, planned at 800,000, due on 30 June 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.project = cls._plan("Spring", cls.county, cls.anna)

    @classmethod
    def _plan(cls, name, unit, person=None, user=None, **vals):
        projects = cls.env["telecom.marketing.project"].with_user(user or cls.service)
        project = projects.create(
            {
                "name": name,
                "unit_id": unit.id,
                "salesperson_id": person and person.id,
                "year": 2026,
                "planned_revenue": 800_000,
                "deadline": "2026-06-30",
                **vals,
            }
        )
        project.action_create_campaign()
        return project

    @classmethod
    def _bill(cls, project, amount, day="2026-03-01", **vals):
        """Post an invoice of the campaign."""
        return cls._create_customer_invoice(
            amount, day, campaign_id=project.campaign_id.id, **vals
        )

    @classmethod
    def _close_project(cls, *projects):
        for project in projects:
            project.review = "<p>It went well.</p>"
            project.action_close()
