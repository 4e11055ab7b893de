from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged, users

from ..circular.circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularReceipt(CircularsCommon):
    """One receipt per recipient: read, acknowledged, reminded, kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.circular = cls._issued(audience_user_ids=[Command.set(cls.leader.ids)])

    def _states(self):
        self.env.invalidate_all()
        return {login: r.state for login, r in self._receipts(self.circular).items()}

    def test_recipients(self):
        """Salespeople of the city and below, the manager of Cili, and the leader."""
        self.assertEqual(
            self._states(),
            dict.fromkeys(["anna", "bert", "county_manager", "leader"], "unread"),
        )
        self.assertEqual(self._receipts(self.circular)["anna"].unit_id, self.county)
        self.assertEqual(self.circular.recipient_count, 4)

    def test_who_has_left_receives_nothing(self):
        self.bert.user_id.active = False
        circular = self._issued()
        self.assertNotIn("bert", self._receipts(circular))

    @users("anna")
    def test_read_and_acknowledged(self):
        circular = self.circular.with_user(self.env.user)
        self.assertEqual(circular.my_receipt_state, "unread")
        circular.mark_read()
        self.assertEqual(self._states()["anna"], "read")
        with freeze_time("2026-03-16 04:00:00"):
            circular.action_acknowledge()
            circular.action_acknowledge()
        receipt = self._receipts(self.circular)["anna"]
        self.assertEqual(str(receipt.read_at), "2026-03-15 04:00:00")
        self.assertEqual(str(receipt.acknowledged_at), "2026-03-16 04:00:00")
        self.assertEqual(self._states()["bert"], "unread")
        self.assertAlmostEqual(self.circular.acknowledged_rate, 0.25)

    @users("anna")
    def test_acknowledging_is_reading(self):
        self.circular.with_user(self.env.user).action_acknowledge()
        receipt = self._receipts(self.circular)["anna"]
        self.assertEqual(receipt.read_at, receipt.acknowledged_at)

    def test_own_receipt_only(self):
        receipt = self._receipts(self.circular)["bert"]
        with self._refused(AccessError, ""):
            receipt.with_user(self.anna.user_id).action_open_circular()
        receipt = self._receipts(self.circular)["anna"].with_user(self.anna.user_id)
        with self._refused(AccessError, ""):
            receipt.write({"acknowledged_at": "2026-03-15 04:00:00"})
        with self._refused(UserError, "was not sent to you"):
            self.circular.with_user(self.outsider).action_acknowledge()

    @users("anna")
    def test_salesperson_sees_what_was_sent(self):
        circulars = self.env["telecom.circular"]
        other = self._issued(unit=self.branch)
        draft = self._draft()
        self.env.invalidate_all()
        self.assertEqual(circulars.search([]), self.circular)
        for circular in (other, draft):
            with self.assertRaises(AccessError):
                circular.with_user(self.env.user).read(["title"])
        unread = circulars.search([("my_receipt_state", "in", ("unread", "read"))])
        self.assertEqual(unread, self.circular)
        self.circular.with_user(self.env.user).action_acknowledge()
        self.env.flush_all()
        self.assertFalse(circulars.search([("my_receipt_state", "=", "unread")]))

    @users("county_manager")
    def test_manager_sees_receipts_of_the_subtree(self):
        receipts = self.env["telecom.circular.receipt"].search([])
        self.assertEqual(
            sorted(receipts.user_id.mapped("login")), ["anna", "county_manager"]
        )

    def test_more_recipients(self):
        self.circular.write({"audience_user_ids": [Command.link(self.outsider.id)]})
        self.assertEqual(self._states()["outsider"], "unread")
        self.assertEqual(len(self._states()), 5)

    def test_fewer_recipients_lose_no_acknowledgement(self):
        self.circular.with_user(self.anna.user_id).action_acknowledge()
        self.circular.with_user(self.bert.user_id).mark_read()
        self.circular.audience_unit_ids = self.branch
        self.assertEqual(
            self._states(), {"anna": "acknowledged", "bert": "read", "leader": "unread"}
        )
        anna = self._receipts(self.circular)["anna"]
        self.assertFalse(anna.is_addressed)
        self.assertEqual(self.circular.recipient_count, 2)
        self.circular.audience_unit_ids = self.city
        self.assertEqual(len(self._states()), 4)
        self.assertTrue(anna.is_addressed)
        self.assertEqual(anna.state, "acknowledged")

    def test_who_read_it_and_is_taken_off_stays_on_record(self):
        """Anna read it, the manager of Cili did not; Bert and the leader are left."""
        anna, circular = self.anna.user_id, self.circular
        circular.with_user(anna).mark_read()
        self.assertIn("anna", self._remind("2026-03-18"))
        circular.audience_unit_ids = self.branch
        self.assertEqual(
            self._states(), {"anna": "read", "bert": "unread", "leader": "unread"}
        )
        receipt = self._receipts(circular)["anna"]
        self.assertFalse(receipt.is_addressed)
        self.assertFalse(receipt.activity_ids)
        self.assertEqual(circular.recipient_count, 2)
        self.assertEqual(self._remind("2026-03-22"), ["bert", "leader"])
        mine = circular.with_user(anna)
        self.assertFalse(mine.my_receipt_state)
        self.assertFalse(mine.search([("my_receipt_state", "in", ("unread", "read"))]))
        self.assertEqual(mine.shown_title, "Spring Campaign", "can still be read")
        circular.audience_unit_ids = self.city
        self.assertEqual(len(self._states()), 4)
        self.assertTrue(receipt.is_addressed)
        self.assertEqual(str(receipt.read_at), "2026-03-15 04:00:00")
        self.assertEqual(mine.my_receipt_state, "read")

    def test_only_what_the_change_says(self):
        """Anna has moved to Letters, Cara has come to Cili since the issue to Cili: an
        outsider who is added is the only one to be told."""
        circular = self._issued(audience_unit_ids=[Command.set(self.county.ids)])
        circular.with_user(self.anna.user_id).mark_read()
        self.anna.assignment_ids.write({"unit_id": self.branch.id, "team_id": False})
        cara = self._create_salesperson("cara", "C-003", self.county)
        first = self.env["mail.mail"].search([], order="id desc", limit=1)
        circular.audience_user_ids = self.outsider
        told = ["anna", "county_manager", "outsider"]
        self.assertEqual(sorted(self._receipts(circular)), told)
        self.assertTrue(self._receipts(circular)["anna"].is_addressed)
        mails = self.env["mail.mail"].search([("id", ">", first.id)])
        self.assertEqual(mails.recipient_ids, self.outsider.partner_id)
        circular.audience_user_ids += cara.user_id
        self.assertEqual(self._receipts(circular)["cara"].unit_id, self.county)
        circular.audience_user_ids -= self.outsider + cara.user_id
        self.assertEqual(sorted(self._receipts(circular)), ["anna", "cara", *told[1:2]])
        circular.audience_unit_ids = self.branch
        self.assertEqual(sorted(self._receipts(circular)), ["anna", "bert"])
        self.assertTrue(self._receipts(circular)["anna"].is_addressed)

    def test_an_issued_circular_keeps_an_audience(self):
        self.circular.audience_user_ids = False
        for units in (self.env["telecom.sales.unit"], self.outlet):
            with self._refused(UserError, "nobody would receive it"):
                self.circular.audience_unit_ids = units
        self.assertEqual(len(self._states()), 3)

    def test_a_changed_audience_is_logged(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = {"tracking_disable": False, "mail_notrack": False}
        self.circular.with_context(**tracked).write(
            {
                "audience_unit_ids": [Command.set(self.branch.ids)],
                "audience_user_ids": [Command.link(self.outsider.id)],
            }
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        leader, outsider = (self.leader + self.outsider).mapped("name")
        values = self.circular.message_ids[0].sudo().tracking_value_ids
        self.assertEqual(
            {v.field_id.name: (v.old_value_char, v.new_value_char) for v in values},
            {
                "audience_unit_ids": ("City", "Letters"),
                "audience_user_ids": (leader, f"{leader}, {outsider}"),
            },
        )

    def test_changed_audience_leaves_the_seal(self):
        self.circular.audience_unit_ids = self.county
        self.assertEqual(self.circular._get_faults(), [])

    def test_other_recipients_need_a_role(self):
        plain = new_test_user(self.env, "plain", company_id=self.env.company.id)
        with self._refused(ValidationError, "plain .* has no role"):
            self.circular.audience_user_ids += plain

    def _remind(self, day):
        cron = self.env.ref("telecom_sales_system.ir_cron_remind_circulars")
        with freeze_time(f"{day} 04:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        receipts = self._receipts(self.circular)
        return sorted(login for login, r in receipts.items() if r.activity_ids)

    def test_reminders(self):
        """Due after three days, and again after three more; never after the receipt."""
        self.circular.with_user(self.bert.user_id).action_acknowledge()
        self.assertEqual(self._remind("2026-03-17"), [])
        late = ["anna", "county_manager", "leader"]
        self.assertEqual(self._remind("2026-03-18"), late)
        receipt = self._receipts(self.circular)["anna"]
        [activity] = receipt.activity_ids
        self.assertEqual(activity.user_id, self.anna.user_id)
        self.assertEqual(activity.summary, "张电营销〔2026〕1号 Spring Campaign")
        self._remind("2026-03-19")
        self.assertEqual(receipt.activity_ids, activity)
        self._remind("2026-03-21")
        self.assertEqual(len(receipt.activity_ids), 1)
        self.assertNotEqual(receipt.activity_ids, activity)
        self.assertEqual(str(receipt.reminded_on), "2026-03-21")
        self.circular.with_user(self.anna.user_id).action_acknowledge()
        self.assertEqual(self._remind("2026-03-24"), late[1:])

    def test_superseded_ones_are_not_reminded_of(self):
        self.assertEqual(len(self._remind("2026-03-18")), 4)
        circular = self.circular.with_user(self.service)
        draft = circular.browse(circular.action_correct()["res_id"])
        self._issue(draft)
        receipts = self.env["telecom.circular.receipt"].sudo()
        receipts = receipts.search([("circular_id", "=", circular.id)])
        self.assertEqual(len(receipts), 4)
        self.assertFalse(receipts.activity_ids)
        self.assertEqual(self._remind("2026-03-24"), [])

    def test_no_reminders(self):
        self.env.company.telecom_circular_reminder_days = 0
        self.assertEqual(self._remind("2026-04-18"), [])

    def test_told_in_odoo_and_by_mail(self):
        """Also those who prefer e-mail find it in Odoo, and the other way round."""
        self.anna.user_id.notification_type = "inbox"
        self.bert.user_id.notification_type = "email"
        circular = self._issued()
        partners = (self.anna + self.bert).user_id.partner_id
        notices = self.env["mail.notification"].search(
            [
                ("res_partner_id", "in", partners.ids),
                ("mail_message_id.model", "=", "telecom.circular"),
                ("mail_message_id.res_id", "=", circular.id),
            ]
        )
        self.assertEqual(
            [(n.res_partner_id, n.notification_type) for n in notices.sorted("id")],
            [(partner, "inbox") for partner in notices.sorted("id").res_partner_id],
        )
        self.assertEqual(notices.res_partner_id, partners)
        mails = self.env["mail.mail"].search(
            [("model", "=", "telecom.circular"), ("res_id", "=", circular.id)]
        )
        [mail] = mails.filtered("recipient_ids")
        self.assertLessEqual(partners, mail.recipient_ids)
        self.assertEqual(
            mail.attachment_ids.mapped("name"), [f"{circular.display_name}.pdf"]
        )
        self.assertIn(circular.name, mail.subject)

    def test_posted_to_the_units(self):
        self.county.message_subscribe(self.outsider.partner_id.ids)
        circular = self._issued(audience_unit_ids=[Command.set(self.county.ids)])
        message = self.county.message_ids[0]
        self.assertIn(circular.name, message.body)
        self.assertEqual(len(message.attachment_ids), 1)
        self.assertEqual(message.attachment_ids.res_model, "telecom.sales.unit")
        self.assertIn(self.outsider.partner_id, message.notified_partner_ids)

    def test_posted_to_followers_below_and_told_once(self):
        """Whoever follows city, county and outlet is told of the city's circular on
        the city's page only; Bert follows too, but has received it."""
        below = self._create_user("below", "leader")
        units = self.city + self.county + self.outlet
        units.message_subscribe(self.outsider.partner_id.ids)
        units.message_subscribe(self.bert.user_id.partner_id.ids)
        self.outlet.message_subscribe(below.partner_id.ids)
        circular = self._issued(audience_unit_ids=[Command.set(self.city.ids)])
        told = {
            unit: message.notified_partner_ids
            for unit in units + self.branch
            for message in unit.message_ids
            if circular.name in (message.body or "")
        }
        self.assertIn(self.outsider.partner_id, told[self.city])
        self.assertNotIn(self.bert.user_id.partner_id, told[self.city])
        self.assertEqual(told[self.outlet], below.partner_id)
        self.assertNotIn(self.county, told, "nobody is left to be told there")
        self.assertNotIn(self.branch, told)
