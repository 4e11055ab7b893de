from freezegun import freeze_time

from ..common import ClientCommon


class MaintenanceCommon(ClientCommon):
    """A brewery of Cili, gold since 2025, when it was billed 1,234,567.89.

    Cili has a budget for 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.write({"budget_weight": 2, "is_invited": True})
        with freeze_time("2025-02-01"):
            cls.client.tier_id = cls.gold
        cls._bill(cls.client, 1234567.89, "2025-06-30")
        cls.budget = cls.env["telecom.maintenance.budget"].create(
            {"unit_id": cls.county.id, "year": 2026}
        )

    @classmethod
    def _release(cls, budget=None):
        budget = budget or cls.budget
        budget.with_user(cls.service).action_accrue()
        budget.with_user(cls.leader).action_approve()

    @classmethod
    def _spend(cls, amount, user=None, **vals):
        """Enter a draft, by Anna unless somebody else is named."""
        expenses = cls.env["telecom.maintenance.expense"].with_user(
            user or cls.anna.user_id
        )
        return expenses.create(
            {
                "name": "Tea",
                "partner_id": cls.client.id,
                "date": "2026-03-01",
                "amount": amount,
                **vals,
            }
        ).with_env(cls.env)

    def _assert_figures(self, committed, spent, available):
        figures = (self.budget.committed, self.budget.spent, self.budget.available)
        self.assertEqual(figures, (committed, spent, available))
