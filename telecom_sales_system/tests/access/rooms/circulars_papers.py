"""Records of circulars for the access tests."""


class CircularRecords:
    """A circular of the city, issued to all, a draft of Letters, a kept workbook."""

    @classmethod
    def _create_circulars(cls):
        vals = {"kind": "other", "title": "Spring", "body": "Visit all clients."}
        circulars = cls.env["telecom.circular"].with_user(cls.service)
        cls.circular, cls.circular_draft = circulars.create(
            [vals | {"unit_id": unit.id} for unit in (cls.city, cls.branch)]
        )
        cls.circular.action_review()
        cls.circular.with_user(cls.leader).action_sign()
        cls.circular.action_issue()
        cls.env["telecom.period.workbook"].sudo().create({"period_id": cls.january.id})
