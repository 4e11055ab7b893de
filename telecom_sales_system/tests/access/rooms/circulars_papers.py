"""Records of circulars for the access tests."""


class CircularRecords:
    """A circular of the city, issued to all, and a draft of Letters."""

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
