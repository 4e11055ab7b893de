"""What each role may do in room arrears: what clients owe, and who answers for it."""

from datetime import date

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.arrears.balance",
        "telecom.arrears.item",
        "telecom.blacklist.case",
        "telecom.blacklist.debt",
        "telecom.blacklist.standing",
        "telecom.blacklist.step",
        "telecom.order.override",
    ],
)
SCREENS = screens(
    everybody=["telecom.blacklist.case"],
    managers=[
        "telecom.arrears.item",
        "telecom.arrears.balance",
        "telecom.order.override",
    ],
)
for seller in ("salesperson", "unit_manager", "service"):
    SCREENS[seller].append("telecom.arrears.item")  # My Arrears
SCREENS["service"].append("telecom.arrears.start")


class ArrearsRecords:
    """A case of Anna's client, with one debt and one step."""

    @classmethod
    def _create_case(cls):
        client = cls.env["res.partner"].search(
            [("client_manager_id", "=", cls.anna.id)]
        )
        # sudo: cases are opened by the watch only
        cls.case = (
            cls.env["telecom.blacklist.case"]
            .sudo()
            ._create_cases(client, date(2026, 4, 1), cls.env.company)
            .sudo(False)
        )
        cls.env["telecom.blacklist.step"].create(
            {"case_id": cls.case.id, "name": "Called"}
        )
        # sudo: Anna has no rights to orders; somebody of sales wrote this one for her
        order = (
            cls.env["sale.order"]
            .sudo()
            .create({"partner_id": client.id, "user_id": cls.anna.user_id.id})
        )
        cls.env["telecom.order.override"].sudo().create(
            {"order_id": order.id, "reason": "Election ballots"}
        )
