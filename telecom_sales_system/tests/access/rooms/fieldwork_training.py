"""Records of trainings and marketing projects for the access tests."""

from odoo import Command


class TrainingRecords:
    """A course of Cili that Anna attended; a project of Anna with an invoice."""

    @classmethod
    def _create_training(cls):
        cls.training = cls.env["telecom.training"].create(
            {
                "name": "Selling by Phone",
                "unit_id": cls.county.id,
                "session_ids": [Command.create({"start": "2026-01-12 01:00:00"})],
                "attendance_ids": [Command.create({"user_id": cls.anna.user_id.id})],
            }
        )
        cls.project = cls.env["telecom.marketing.project"].create(
            {
                "name": "Spring",
                "unit_id": cls.county.id,
                "salesperson_id": cls.anna.id,
                "year": 2026,
                "deadline": "2026-06-30",
            }
        )
        cls.project.action_create_campaign()
        cls._create_customer_invoice(
            20, "2026-01-25", campaign_id=cls.project.campaign_id.id
        )
