"""Records of conduct and case library, for the tests of access."""


class LibraryRecords:
    """An incident about Anna and one about Bert, and a published case of each."""

    @classmethod
    def _create_library(cls):
        tag = cls.env["telecom.experience.tag"].create({"name": "Tender"})
        for person in (cls.anna, cls.bert):
            cls.env["telecom.conduct.incident"].create(
                {
                    "name": "Late",
                    "salesperson_id": person.id,
                    "date": "2026-01-20",
                    "description": "Came late",
                }
            )
            note = cls.env["telecom.experience.note"].create(
                {"name": "Won", "body": "<p>By patience</p>", "tag_ids": tag.ids}
            )
            note.action_publish()
