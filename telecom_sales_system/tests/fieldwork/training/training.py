from odoo.fields import Command

from ...common import OrganisationCommon


class TrainingCommon(OrganisationCommon):
    """A course of the province of 20 April 2026, in the time zone of Shanghai.

    Anna works in Cili from 2025 on, Bert in Letters, Cara in the outlet below Cili.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.cara = cls._create_salesperson("cara", "C-003", cls.outlet)
        cls.province = cls._plan("Province", cls.city, level="province")

    @classmethod
    def _plan(cls, name, unit, user=None, start="2026-04-20 01:00:00", **vals):
        trainings = cls.env["telecom.training"].with_user(user or cls.service)
        session = {"start": start, "place": "Town hall"}
        return trainings.create(
            {
                "name": name,
                "unit_id": unit.id,
                "session_ids": [Command.create(session)],
                **vals,
            }
        )

    @classmethod
    def _invite(cls, training, units, user=None):
        wizards = cls.env["telecom.training.invite"].with_user(user or cls.service)
        wizards.create(
            {"training_id": training.id, "unit_ids": units.ids}
        ).action_invite()
        return training.attendance_ids

    @classmethod
    def _row(cls, training, person):
        user = person if person._name == "res.users" else person.user_id
        return training.attendance_ids.filtered(lambda row: row.user_id == user)

    @classmethod
    def _hold_with_results(cls, training):
        """Anna 85 and passed, Bert 59.5 and failed, Cara absent."""
        cls._invite(training, cls.city)
        training.action_hold()
        cls._row(training, cls.anna).score = 85
        cls._row(training, cls.bert).score = 59.5
        cls._row(training, cls.cara).presence = "absent"
