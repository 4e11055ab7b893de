"""Whoever entered or changed what counts does not decide on it."""

from psycopg2 import Error as PsycopgError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...rpc import RpcCase
from ..common import AccessCommon

OTHER_FILE = "b3RoZXI="  # "other" in base64
UNDONE = "undone"


@tagged("post_install", "-at_install")
class TestAccessAuthors(AccessCommon, RpcCase):
    """Every model whose records somebody other than their authors decides on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("colleague", "service")

    def _models(self):
        mixin = "telecom.author.mixin"
        names = self.env.registry.descendants([mixin], "_inherit")
        return [self.env[n] for n in sorted(names) if not self.env[n]._abstract]

    def _as(self, user, record):
        """The record as the user changes it; what else may refuse is tested apart."""
        return record.with_user(user).sudo()

    def _get_draft(self, model):
        record = model.sudo().search([], limit=1)
        self.assertTrue(record, model._name)
        self._reset_state(record)
        return record

    @mute_logger("odoo.sql_db")
    def test_every_model(self):
        """The same value makes nobody an author, another one does."""
        models = self._models()
        self.assertGreater(len(models), 8)
        for model in models:
            record = self._get_draft(model)
            changed = []
            for name in sorted(model._get_counted_fields()):
                if not model._fields[name].store:
                    continue
                mine = self._as(self.colleague, record)
                same = record._convert_to_write({name: record[name]})
                other = self._get_other_value(record, name)
                try:
                    with self.env.cr.savepoint():
                        mine.write(same)
                        self.assertFalse(mine._is_author(), (model._name, name))
                        if other is None:
                            continue
                        mine.write({name: other})
                        self.assertTrue(mine._is_author(), (model._name, name))
                        changed.append(name)
                        raise UserError(UNDONE)
                except (UserError, PsycopgError):
                    # Undone here, or a value that is refused: we made it up.
                    self.env.invalidate_all()
            with self.subTest(model=model._name):
                self.assertTrue(changed)
                self.assertIn("author_ids", model._guarded_fields)

    def _get_steps(self, record, file):
        """Ways in which somebody changes the evidence of a record."""
        new = self.env["ir.attachment"].create({"name": "new.txt", "raw": b"new"})
        return {
            "link": lambda user: self._as(user, record).write(
                {"evidence_ids": [Command.link(new.id)]}
            ),
            "replace": lambda user: self._as(user, file).write({"datas": OTHER_FILE}),
            "rename": lambda user: self._as(user, file).write({"name": "other.txt"}),
            "unlink": lambda user: self._as(user, record).write(
                {"evidence_ids": [Command.unlink(new.id)]}
            ),
            "delete": lambda user: self._as(user, file).unlink(),
        }

    def test_evidence_of_every_model(self):
        models = [model for model in self._models() if "evidence_ids" in model._fields]
        self.assertGreater(len(models), 2)
        for model in models:
            record = self._get_draft(model)
            file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"same"})
            record.write({"evidence_ids": [Command.link(file.id)]})
            self._as(self.colleague, file).write({"raw": b"same", "name": "a.txt"})
            self.assertFalse(self._as(self.colleague, record)._is_author())
            for step, change in self._get_steps(record, file).items():
                user = self._create_user(f"{step}-{record._table}", "service")
                change(user)
                with self.subTest(model=model._name, step=step):
                    self.assertTrue(self._as(user, record)._is_author())

    def _assert_refused(self, user, record, method):
        self.env.flush_all()
        with mute_logger("odoo.http"):
            for door in (self._call_kw, self._execute_kw):
                _result, error = door(user, record._name, method, record.ids)
                self.assertIn("so somebody else has to", error or "")

    def test_colleagues_full_stop_does_not_free_the_proposer(self):
        """The manager enters 5 for tea, Anna adds a full stop: neither approves."""
        expense = self.expense.with_user(self.county_manager).copy()
        expense.with_user(self.anna.user_id).name = "Tea."
        self._assert_refused(self.county_manager, expense, "action_approve")
        self.assertEqual(
            expense.sudo().author_ids, self.county_manager | self.anna.user_id
        )

    def test_amount_of_an_incentive(self):
        incentive = self.env["telecom.incentive"].sudo().search([], limit=1)
        incentive.with_user(self.colleague).amount = 2
        incentive.with_user(self.service).name = "Gift."
        self._assert_refused(self.colleague, incentive, "action_approve")
        self._assert_refused(self.service, incentive, "action_approve")

    def test_rate_of_a_budget(self):
        """The department accrues, a leader of it changes the rate."""
        both = self._create_user("both", "leader")
        both.group_ids += self.service.group_ids
        self.budget.with_user(both).rate = 0.03
        self.budget.with_user(self.colleague).rate = 0.02
        self._assert_refused(both, self.budget, "action_approve")
        self.budget.with_user(self.leader).action_approve()
        self.assertEqual(self.budget.state, "approved")

    def test_leader_exchanges_the_annex(self):
        """Over HTTP, as the leader who could sign: the bytes, then the name."""
        both = self._create_user("both", "leader")
        both.group_ids += self.service.group_ids
        for vals in ({"datas": OTHER_FILE}, {"name": "other.txt"}):
            circular = self.env["telecom.circular"].with_user(self.service)
            file = self.env["ir.attachment"].with_user(self.service)
            circular = circular.create(
                {
                    "kind": "other",
                    "title": "Spring",
                    "body": "Visit all clients.",
                    "unit_id": self.city.id,
                    "evidence_ids": [
                        Command.link(file.create({"name": "a.txt", "raw": b"a"}).id)
                    ],
                }
            )
            circular.action_review()
            self.env.flush_all()
            _result, error = self._call_kw(
                both, "ir.attachment", "write", circular.evidence_ids.ids, vals
            )
            self.assertIsNone(error)
            self._assert_refused(both, circular, "action_sign")
            circular.with_user(self.leader).action_sign()

    def test_addressees_of_a_circular(self):
        """Whoever chose whom it is addressed to does not sign it; later ones may."""
        both = self._create_user("both", "leader")
        both.group_ids += self.service.group_ids
        for vals in (
            {"audience_unit_ids": [Command.set(self.branch.ids)]},
            {"audience_user_ids": [Command.link(self.auditor.id)]},
        ):
            circular = self.env["telecom.circular"].with_user(self.service)
            circular = circular.create(
                {
                    "kind": "other",
                    "title": "Spring",
                    "body": "Visit all clients.",
                    "unit_id": self.city.id,
                }
            )
            circular.with_user(both).write(vals)
            circular.action_review()
            self._assert_refused(both, circular, "action_sign")
            circular.with_user(self.leader).action_sign()
            circular.action_issue()
            circular.audience_user_ids |= self.leader
            self.assertEqual(circular.sudo().author_ids, self.service | both)

    def test_row_of_a_review(self):
        """Two override a line one after the other; neither may approve the review."""
        line = self.env["telecom.grade.review.line"].sudo().search([], limit=1)
        review = line.review_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE telecom_grade_review SET state = 'computed' WHERE id = %s",
            (review.id,),
        )
        self.env.cr.execute(
            "UPDATE telecom_grade_review_line SET state = 'computed' WHERE id = %s",
            (line.id,),
        )
        self.env.invalidate_all()
        line.with_user(self.service).sudo(False).reason = line.reason
        self.assertFalse(self._as(self.service, review)._is_author())
        for user, reason in ((self.colleague, "New"), (self.service, "Newer")):
            line.with_user(user).sudo(False).reason = reason
        for user in (self.colleague, self.service):
            self.assertTrue(self._as(user, review)._is_author())

    def test_override_of_who_raised_the_amount(self):
        """A leader enters a line of the order that Anna asks for: he cannot grant."""
        override = self.env["telecom.order.override"].sudo().search([], limit=1)
        lines = self.env["sale.order.line"].with_user(self.leader).sudo()
        lines.create(
            {"order_id": override.order_id.id, "product_id": self.letter_product.id}
        )
        with self._refused(AccessError, "your own request"):
            override.with_user(self.leader).action_grant()

    def test_override_after_a_colleagues_full_stop(self):
        """Leaders change price, number or lines; Anna is the last to touch them."""
        override = self.env["telecom.order.override"].sudo().search([], limit=1)
        order = override.order_id
        anna = self.anna.user_id
        product = self.letter_product.id
        lines = self.env["sale.order.line"].with_user(anna).sudo()
        line, other = lines.create(
            [{"order_id": order.id, "product_id": product, "price_unit": 5}] * 2
        )
        steps = {
            "price": lambda user: self._as(user, line).write({"price_unit": 7}),
            "number": lambda user: self._as(user, order).write(
                {"order_line": [Command.update(line.id, {"product_uom_qty": 3})]}
            ),
            "deletion": lambda user: self._as(user, other).unlink(),
        }
        for step, change in steps.items():
            user = self._create_user(f"leader-{step}", "leader")
            change(user)
            self._as(anna, order.order_line).write({"name": f"Tea, {step}."})
            for row in order.order_line:
                self.assertNotEqual(row.write_uid, user)
            with self.subTest(step=step):
                with self._refused(AccessError, "your own request"):
                    override.with_user(user).sudo(False).action_grant()
        clean = self._create_user("leader-clean", "leader")
        self.assertFalse(override.with_user(clean)._is_own_request())

    @mute_logger("odoo.http")
    def test_price_authors_cannot_be_taken_out(self):
        order = self.env["sale.order"].sudo().search([], limit=1)
        order.price_author_ids = self.leader
        seller = self._create_user("seller", "leader")
        seller.group_ids += self.env.ref("sales_team.group_sale_manager")
        for vals in (
            {"price_author_ids": [Command.clear()]},
            {"price_author_ids": [Command.unlink(self.leader.id)]},
            {"price_author_ids": [Command.set([])]},
        ):
            self.env.flush_all()
            self._call_kw(seller, "sale.order", "write", order.ids, vals)
            self.assertEqual(order.price_author_ids, self.leader)
        plain = self.users["plain"]
        plain.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        copied = order.with_user(plain).sudo(False).copy()
        self.assertEqual(copied.sudo().price_author_ids, self.leader)

    def _create_both(self, login):
        """Return a user of the department who is a leader, too."""
        both = self._create_user(login, "leader")
        both.group_ids += self.service.group_ids
        return both

    def test_report_that_the_department_sent(self):
        """Who sent or explained a version accepts none; a colleague, or a setting."""
        reports = self.env["telecom.unit.report"].sudo()
        report = reports.search([("version_ids", "!=", False)], limit=1)
        explainer = self._create_user("explainer", "service")
        self._require_others()
        report.version_ids.sent_by_id = self.colleague
        # A later version of somebody else makes the first no less entered.
        report.version_ids.copy(
            {"number": 2, "sent_by_id": self.county_manager.id, "file": "eA=="}
        )
        self._set_state(report, "checked")
        report.with_user(explainer).sudo(False).explanation = "The cashier was ill."
        for user in (self.colleague, explainer):
            self._assert_refused(user, report, "action_accept")
        report.with_user(self.service).action_accept()
        self.assertEqual(report.accepted_by_id, self.service)
        self._set_state(report, "checked")
        self.city.sudo().drafter_may_review = True
        report.with_user(self.colleague).action_accept()
        self.assertEqual(report.accepted_by_id, self.colleague)

    def test_listed_reports_have_no_author(self):
        """Who has the month's reports listed has not entered them."""
        duty = self.env["telecom.duty"].with_user(self.service)
        kind = self.env.ref("telecom_sales_system.duty_type_monthly_report")
        duty = duty.create(
            {
                "type_id": kind.id,
                "unit_id": self.county.id,
                "due_on": "2026-03-05",
                "period_from": "2026-02-01",
            }
        )
        reports = self.env["telecom.unit.report"].with_user(self.service)
        reports._create_owed_reports(duty)
        report = reports.search([("date_from", "=", "2026-02-01")])
        self.assertEqual(report.unit_id, self.county)
        self.assertFalse(report._is_author())

    def test_objection_that_the_department_entered(self):
        """Neither who entered it nor who changed it answers; a third does."""
        self._require_others()
        first = self.env["telecom.assessment.objection"].sudo().search([], limit=1)
        objections = self.env["telecom.assessment.objection"].with_user(self.service)
        for method, state in (("action_accept", "accepted"), ("action_refuse", 0)):
            objection = objections.create(
                {"line_id": first.line_id.id, "text": "A firm is missing."}
            )
            objection.with_user(self.colleague).text = "Two firms are missing."
            objection.answer = "Found."
            for user in (self.service, self.colleague):
                self._assert_refused(user, objection, method)
            third = self._create_user(f"third_{method}", "service")
            getattr(objection.with_user(third), method)()
            self.assertEqual(objection.state, state or "refused")
        small = objections.create({"line_id": first.line_id.id, "text": "A firm."})
        small.answer = "Found."
        small.unit_id.sudo().drafter_may_review = True
        small.action_accept()
        self.assertEqual(small.state, "accepted")

    def test_prizes_of_a_scheme(self):
        """Who set an amount, took a prize away or chose the method approves no list."""
        awards = self.env["telecom.award.list"].sudo().search([], limit=1)
        scheme = awards.line_ids.assessment_id.scheme_id
        self._set_state(scheme, "draft")
        scheme.award_ids.unlink()
        scheme.award_kind = "band"
        prize = scheme.award_ids.create(
            [
                {"scheme_id": scheme.id, "floor": floor, "amount": 1000}
                for floor in (80, 90)
            ]
        )
        steps = {
            "amount": lambda user: prize[0].with_user(user).write({"amount": 2000}),
            "prize": lambda user: scheme.with_user(user).write(
                {"award_ids": [Command.delete(prize[1].id)]}
            ),
            "limit": lambda user: scheme.with_user(user).write(
                {"award_limit": "above"}
            ),
        }
        for step, change in steps.items():
            user = self._create_both(f"prize-{step}")
            change(user)
            self.assertIn(user, scheme.author_ids, step)
            self.assertIn(user, scheme.copy().author_ids, step)
            with self.subTest(step=step):
                with self._refused(AccessError, "you set prizes of scheme"):
                    awards.with_user(user).sudo(False)._check_not_prize_author()
        same = self._create_both("prize-same")
        prize[0].with_user(same).write({"amount": 2000})
        scheme.with_user(same).write({"award_limit": "above", "name": "Other"})
        awards.with_user(same).sudo(False)._check_not_prize_author()

    def _require_others(self):
        """Take the setting off that lets drafters of small units decide."""
        units = self.env["telecom.sales.unit"].sudo()
        units.search([("drafter_may_review", "=", True)]).drafter_may_review = False

    def _set_state(self, record, state):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET state = %s WHERE id = %s",
                SQL.identifier(record._table),
                state,
                record.id,
            )
        )
        self.env.invalidate_all()
