"""Fields set by buttons only are not set by a default either."""

from datetime import date

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from ..common import AccessCommon
from ..matrix.hostile import forge_guarded_fields

OVERRIDE, STEP, CASE = (
    "telecom.order.override",
    "telecom.blacklist.step",
    "telecom.blacklist.case",
)
# Kinds of fields for which Odoo keeps no default of a user.
UNKEPT = ("one2many", "many2many", "reference", "json")


@tagged("post_install", "-at_install")
class TestAccessGuarded(AccessCommon, RpcCase):
    """Neither the context of a call nor a user's own defaults reach guarded fields."""

    def _guarded_models(self):
        mixin = "telecom.guarded.mixin"
        return [
            model
            for model in self._telecom_models()
            if mixin in self._inherited(type(model)) and model._guarded_fields
        ]

    @staticmethod
    def _inherited(model_class):
        return {getattr(base, "_name", None) for base in model_class.__mro__}

    def _default_get(self, model, names, **context):
        path = f"/web/dataset/call_kw/{model._name}/default_get"
        params = {"model": model._name, "method": "default_get", "args": [names]}
        params["kwargs"] = {"context": context}
        answer, error = self._post(path, params)
        self.assertIsNone(error)
        return answer

    def _keep_defaults(self, user, model, forged):
        """Keep them as the user's own defaults, as the web client's dialog does."""
        defaults = self.env["ir.default"].with_user(user)
        for name, value in forged.items():
            if model._fields[name].type not in UNKEPT:
                defaults.set(model._name, name, value, user_id=True)

    def test_every_model_by_context_and_by_own_default(self):
        """Of each guarded field the default is the model's, whatever a user says."""
        self.authenticate(self.service.login, self._password(self.service))
        models = self._guarded_models()
        self.assertGreater(len(models), 15)
        for model in models:
            forged = forge_guarded_fields(model, model._guarded_fields)
            names = sorted(forged)
            context = {f"default_{name}": value for name, value in forged.items()}
            with self.subTest(model=model._name):
                usual = self._default_get(model, names)
                self.assertEqual(self._default_get(model, names, **context), usual)
                self._keep_defaults(self.service, model, forged)
                self.assertEqual(self._default_get(model, names), usual)

    @mute_logger("odoo.http")
    def test_override_is_not_born_granted(self):
        user = self.anna.user_id
        order = self.env["sale.order"].sudo().search([("user_id", "=", user.id)])
        user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.env.flush_all()
        context = {
            "default_order_id": order.id,
            "default_state": "granted",
            "default_decided_by_id": self.leader.id,
            "default_requested_by_id": self.bert.user_id.id,
        }
        vals = {"reason": "Mine", "expires_on": "2099-12-31"}
        for door in (self._call_kw, self._execute_kw):
            made, error = door(user, OVERRIDE, "create", vals, context=context)
            self.assertIsNone(error)
            override = self.env[OVERRIDE].sudo().browse(made)
            self.assertEqual(override.order_id, order)
            self.assertEqual(override.state, "requested")
            self.assertEqual(override.requested_by_id, user)
            self.assertFalse(override.decided_by_id)

    @mute_logger("odoo.http")
    def test_step_is_by_whoever_takes_it(self):
        """Neither forged in the context, nor written into another company."""
        sister = self.env["res.company"].sudo().create({"name": "Sister"})
        self.env.flush_all()
        context = {
            "default_user_id": self.leader.id,
            "default_company_id": sister.id,
        }
        made, error = self._call_kw(
            self.anna.user_id,
            STEP,
            "create",
            {"case_id": self.case.id, "name": "Called"},
            context=context,
        )
        self.assertIsNone(error)
        step = self.env[STEP].sudo().browse(made)
        self.assertEqual(step.user_id, self.anna.user_id)
        self.assertEqual(step.company_id, self.case.company_id)

    @mute_logger("odoo.http")
    def test_case_opened_by_hand_begins_as_a_warning(self):
        """Nor does whoever opens it decide what it leads to, or write others' steps."""
        client = self.case.partner_id
        self.case.sudo().write({"state": "settled", "closed_on": date(2026, 4, 2)})
        self.env.flush_all()
        forged_step = Command.create({"name": "x", "user_id": self.leader.id})
        context = {
            "default_state": "blacklisted",
            "default_approved_by_id": self.leader.id,
            "default_outcome": "none",
            "default_reason": "Forged",
            "default_step_ids": [forged_step],
        }
        user = self.anna.user_id
        for name, value in (("outcome", "none"), ("reason", "Forged")):
            _result, error = self._call_kw(
                user, "ir.default", "set", CASE, name, value, True
            )
            self.assertIsNone(error)
        action, error = self._call_kw(
            user, "res.partner", "action_start_case", client.ids, context=context
        )
        self.assertIsNone(error)
        case = self.env[CASE].sudo().browse(action["res_id"])
        self.assertEqual(case.state, "warning")
        self.assertFalse(case.approved_by_id | case.decided_by_id)
        self.assertFalse(case.outcome or case.reason)
        self.assertFalse(case.step_ids)
        self.assertTrue(case.debt_ids)
