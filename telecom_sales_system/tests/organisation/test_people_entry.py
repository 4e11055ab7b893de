from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..common import GROUPS, OrganisationCommon


@tagged("post_install", "-at_install")
class TestPeopleEntry(OrganisationCommon):
    """All users in one grid: roles, units, certificates; lists are pasted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dora, cls.emil = (
            new_test_user(
                cls.env,
                login,
                name=name,
                groups="base.group_user",
                company_id=cls.env.company.id,
                company_ids=[Command.set(cls.env.company.ids)],
            )
            for login, name in (("dora", "Dora"), ("emil", "Emil"))
        )
        cls.entries = cls.env["telecom.people.entry"].with_user(cls.service)

    def _paste(self, text):
        form = Form(self.entries)
        form.text = text
        return form.save()

    def _line(self, entry, user):
        return entry.line_ids.filtered(lambda line: line.user_id == user)

    def _role(self, user):
        return [
            role
            for role in ("salesperson", "unit_manager", "service", "leader", "auditor")
            if self.env.ref(GROUPS + role) in user.group_ids
        ]

    def test_everybody_is_there(self):
        """Users without a role, too; what is known is filled in."""
        entry = Form(self.entries).save()
        self.assertFalse(self._line(entry, self.dora).role)
        anna = self._line(entry, self.anna.user_id)
        self.assertEqual(
            (anna.role, anna.unit_id, anna.certificate_no, anna.is_registered),
            ("salesperson", self.county, "C-001", True),
        )
        manager = self._line(entry, self.county_manager)
        self.assertEqual((manager.role, manager.unit_id), ("unit_manager", self.county))

    def test_a_pasted_list(self):
        """Dora becomes a salesperson of Cili since 2 January, Emil manages Letters."""
        entry = self._paste(
            "姓名\t角色\t单位\t证号\t注册日期\n"
            "Dora\t\tCL\tC-009\t2026/1/2\nemil\t单位负责人\tLetters\t\t\n"
        )
        entry.action_save()
        person = self.env["telecom.salesperson"].search(
            [("user_id", "=", self.dora.id)]
        )
        self.assertEqual(
            (person.state, person.unit_id, person.certificate_no, person.registered_on),
            ("registered", self.county, "C-009", date(2026, 1, 2)),
        )
        self.assertEqual(self._role(self.dora), ["salesperson"])
        self.assertEqual(self._role(self.emil), ["unit_manager"])
        self.assertEqual(self.branch.manager_id, self.emil)
        note = self.emil.partner_id.message_ids[0].body
        self.assertIn("Unit Manager", note)
        self.assertIn(self.service.name, note)

    def test_saving_without_a_change_changes_nothing(self):
        people = self.env["telecom.salesperson"].search([])
        before = {user: self._role(user) for user in self.env["res.users"].search([])}
        Form(self.entries).save().action_save()
        after = {user: self._role(user) for user in self.env["res.users"].search([])}
        self.assertEqual(after, before)
        self.assertEqual(self.env["telecom.salesperson"].search([]), people)

    def test_what_is_wrong_names_the_person(self):
        new_test_user(
            self.env,
            "dora2",
            name="Dora",
            groups="base.group_user",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        for text, message in (
            ("Nobody\tSalesperson", "Line 1, Nobody: there is no such user"),
            ("Dora\tSalesperson", "Line 1, Dora: 2 users have this name"),
            ("emil\tKing", "Line 1, emil: “King” is not known"),
            ("emil\t\tMars", "Line 1, emil: “Mars” is not known"),
            ("emil\tSalesperson\tCL\tC-009\t31.01.", "emil: “31.01.” is not known"),
        ):
            with self.subTest(text=text), self._refused(UserError, message):
                self._paste(text)
        for text, message in (
            ("emil\tSalesperson\tCL", "Emil: a salesperson is registered with"),
            ("emil\tSalesperson\t\tC-009", "Emil: a salesperson is registered with"),
            ("emil\tUnit Manager\tCL", "both manage Cili"),
            ("emil\tSalesperson\tCL\tC-001", "Emil: certificate number C-001 is"),
            ("service\tLeader", "nobody changes the own role"),
        ):
            with self.subTest(text=text), self._refused(UserError, message):
                self._paste(text).action_save()

    def test_administrators_keep_their_role(self):
        """The department cannot lower an administrator, nor raise one."""
        admin = new_test_user(
            self.env,
            "chief",
            name="Chief",
            groups="base.group_system",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        with self._refused(UserError, "Chief: only an administrator"):
            self._paste("chief\tLeader").action_save()
        self.assertEqual(self._role(admin), [])

    def test_a_user_of_another_company_is_refused(self):
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        other = self.env["res.company"].create({"name": "Other"})
        stranger.write(
            {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
        )
        entry = Form(self.entries).save()
        line = self._line(entry, self.emil)
        line.write({"user_id": stranger.id, "role": "leader"})
        with self._refused(UserError, "no internal user of"):
            entry.action_save()
        self.assertEqual(self._role(stranger), [])
