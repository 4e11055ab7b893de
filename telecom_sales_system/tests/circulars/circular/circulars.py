"""Circulars by hand on the small organisation, and the people who bring them on."""

from freezegun import freeze_time

from ...common import OrganisationCommon


class CircularsCommon(OrganisationCommon):
    """City (张电营销) with Anna and the manager of Cili, Bert of Letters below it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city.circular_prefix = "张电营销"
        cls.county.circular_prefix = "慈电营销"
        cls.outsider = cls._create_user("outsider", "leader")

    @classmethod
    def _draft(cls, user=None, unit=None, **vals):
        return (
            cls.env["telecom.circular"]
            .with_user(user or cls.service)
            .create(
                {
                    "kind": "other",
                    "unit_id": (unit or cls.city).id,
                    "title": "Spring Campaign",
                    "body": "Visit every key client in April.\nReport on Fridays.",
                    **vals,
                }
            )
        )

    @classmethod
    def _issue(cls, circular, signatory=None):
        circular.with_user(circular.author_id).action_review()
        circular.with_user(signatory or cls.leader).action_sign()
        circular.with_user(circular.author_id).action_issue()
        return circular

    @classmethod
    def _issued(cls, day="2026-03-15", **vals):
        with freeze_time(f"{day} 04:00:00"):
            return cls._issue(cls._draft(**vals))

    def _receipts(self, circular):
        """``{login: receipt}`` of a circular."""
        receipts = (
            self.env["telecom.circular.receipt"]
            .sudo()
            .search([("circular_id", "=", circular.id)])
        )
        return {receipt.user_id.login: receipt for receipt in receipts}
