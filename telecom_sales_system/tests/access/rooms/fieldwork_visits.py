"""Records of visits for the access tests."""


class VisitRecords:
    """A visit of Anna and one of Bert, each to the own key client."""

    @classmethod
    def _create_visits(cls):
        for person in (cls.anna, cls.bert):
            client = cls.env["res.partner"].search(
                [("client_manager_id", "=", person.id)], limit=1
            )
            cls.env["telecom.visit"].create(
                {
                    "partner_id": client.id,
                    "salesperson_id": person.id,
                    "start": "2026-01-12 01:00:00",
                }
            )
