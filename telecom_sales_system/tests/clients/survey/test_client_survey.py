from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged, users

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientSurvey(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.client.id}
        )
        cls.stranger = cls._create_client("Mill", cls.branch, cls.bert)

    def _survey(self, **vals):
        return self.env["telecom.client.survey"].create(
            {"partner_id": self.client.id, **vals}
        )

    @users("anna")
    def test_salesperson_surveys_an_own_client(self):
        """1,200 of letters and 300.50 of savings: 1,500.50 a year."""
        with Form(self.env["telecom.client.survey"]) as form:
            form.partner_id = self.client
            form.decision_maker_ids.add(self.buyer)
            for line, potential in ((self.letters, 1200), (self.savings, 300.5)):
                with form.line_ids.new() as row:
                    row.revenue_line_id = line
                    row.potential = potential
        survey = form.record
        self.assertEqual(survey.potential, 1500.5)
        self.assertEqual(survey.surveyor_id, self.env.user)
        self.assertEqual(survey.display_name, "Brewery · 03/15/2026")
        survey.line_ids[0].unlink()
        with self.assertRaises(AccessError):
            survey.unlink()

    @users("bert")
    def test_not_of_another_ones(self):
        with self.assertRaises(AccessError):
            self._survey()
        survey = self.env["telecom.client.survey"].sudo()
        survey.create({"partner_id": self.client.id})
        self.assertFalse(self.env["telecom.client.survey"].search([]))

    def test_one_for_a_client_and_day(self):
        self._survey()
        self._survey(date="2026-03-14")
        with self._refused(ValidationError, "Brewery, field Date: .* 03/15/2026"):
            self._survey()

    def test_decision_makers_are_contacts_of_the_client(self):
        with self._refused(ValidationError, "Mill is no contact"):
            self._survey(decision_maker_ids=[Command.set(self.stranger.ids)])
