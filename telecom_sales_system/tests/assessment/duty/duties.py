"""A base for tests of duties: the organisation, and how to list and find duties."""

from datetime import date

from ...common import OrganisationCommon


class DutyCommon(OrganisationCommon):
    """Units 市局 > 慈利 > 零阳, 市局 > 函件; the company is in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.telecom_tz = "Asia/Shanghai"
        cls.duties = cls.env["telecom.duty"]
        # The other duties are out of the way.
        types = cls.env["telecom.duty.type"].search([])
        types.write({"for_branch": False, "for_county": False, "for_outlet": False})
        cls.report = cls._type("monthly_report")
        cls.weekly = cls._type("weekly_meeting")
        cls.asking = cls._type("information_request")

    @classmethod
    def _type(cls, code):
        return cls.env.ref(f"telecom_sales_system.duty_type_{code}")

    @classmethod
    def _new_type(cls, code, **vals):
        """Create a duty of county bureaus."""
        return cls.env["telecom.duty.type"].create({"name": code, "code": code, **vals})

    @classmethod
    def _owe(cls, kind, unit, due_on, **vals):
        return cls.duties.create(
            {"type_id": kind.id, "unit_id": unit.id, "due_on": due_on, **vals}
        )

    @classmethod
    def _generate(cls, day):
        return cls.duties._generate_duties(cls.company, date.fromisoformat(day))

    @classmethod
    def _file(cls, user, name="paper.txt"):
        return (
            cls.env["ir.attachment"]
            .with_user(user)
            .create({"name": name, "raw": b"Signed."})
        )
