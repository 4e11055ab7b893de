from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularPeople(CircularsCommon):
    """Drafted, reviewed and signed by three people (domain: 拟稿, 审核, 签发)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        units = cls.city + cls.county + cls.outlet + cls.branch
        units.drafter_may_review = False
        cls.reviewer = cls._create_user("reviewer", "service")

    def test_drafter_does_not_review(self):
        circular = self._draft()
        self.assertFalse(circular.can_review)
        with self._refused(AccessError, "you drafted it, so somebody else has to"):
            circular.action_review()
        mine = circular.with_user(self.reviewer)
        self.assertTrue(mine.can_review)
        mine.action_review()
        self.assertEqual(circular.reviewed_by_id, self.reviewer)

    def test_a_reviewer_may_mend_the_draft(self):
        """Whoever changes words is no drafter, but signs as little as the drafter."""
        self.reviewer.group_ids += self.leader.group_ids
        circular = self._draft()
        mine = circular.with_user(self.reviewer)
        mine.closing = "Hurry."
        mine.action_review()
        self.assertFalse(mine.can_sign)
        with self._refused(AccessError, "somebody else has to sign it"):
            mine.action_sign()

    def test_reviewer_does_not_sign(self):
        """A leader of the department who only reviewed."""
        self.reviewer.group_ids += self.leader.group_ids
        circular = self._draft()
        mine = circular.with_user(self.reviewer)
        mine.action_review()
        self.assertFalse(mine.can_sign)
        with self._refused(AccessError, "you reviewed it, so somebody else"):
            mine.action_sign()
        self.assertNotIn(self.reviewer, circular.activity_ids.user_id)
        self.assertNotIn(circular, mine.search(mine._get_decision_domain()))
        circular.with_user(self.leader).action_sign()
        self.assertEqual(
            (circular.author_id, circular.reviewed_by_id, circular.signed_by_id),
            (self.service, self.reviewer, self.leader),
        )

    def test_drafter_asks_for_the_review(self):
        """The department is asked, but not the drafter; done, nobody is asked."""
        circular = self._draft()
        circular.action_ask_review()
        asked = circular.sudo().activity_ids
        self.assertIn(self.reviewer, asked.user_id)
        self.assertNotIn(self.service, asked.user_id)
        self.assertEqual(set(asked.mapped("summary")), {"Review the circular"})
        circular.with_user(self.reviewer).action_review()
        left = circular.sudo().activity_ids
        self.assertEqual(set(left.mapped("summary")), {"Sign the circular"})

    def test_nobody_else_can_review(self):
        circular = self._draft()
        everybody = self.env.ref("telecom_sales_system.group_telecom_service")
        (everybody.all_user_ids - self.service).active = False
        with self._refused(UserError, "let the drafter's review stand at unit City"):
            circular.action_ask_review()
        self.city.drafter_may_review = True
        self.assertTrue(circular.can_review)
        circular.action_review()
        self.assertEqual(circular.reviewed_by_id, self.service)

    def test_unit_asks_its_supervisors_and_the_department(self):
        """Of the outlet: the county's manager and the department."""
        manager = self._create_user("outlet_manager", "unit_manager")
        self.outlet.manager_id = manager
        circular = self._draft(user=manager, unit=self.outlet)
        circular.action_ask_review()
        asked = circular.sudo().activity_ids.user_id
        self.assertLessEqual(self.county_manager + self.reviewer, asked)
        self.assertNotIn(manager, asked)

    def test_database_keeps_them_apart(self):
        circular = self._draft()
        circular.with_user(self.reviewer).action_review()
        self.env.flush_all()
        for user in (self.service, self.reviewer):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(IntegrityError, "three_people"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    "UPDATE telecom_circular SET signed_by_id = %s WHERE id = %s",
                    (user.id, circular.id),
                )

    def test_roles_that_neither_draft_nor_review(self):
        circular = self._draft()
        for user in (self.anna.user_id, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                circular.with_user(user).action_review()
