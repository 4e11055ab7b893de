from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .existing import SELLERS, ExistingBureauCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-16")
class TestOwnRecords(ExistingBureauCommon):
    """Nobody loses the own records when clients get their tiers.

    Each seller has a lead and a quotation of each client of his or hers: whose
    salesperson in Odoo he or she is, or who bought from him or her.
    """

    CLIENTS = {
        "sally": ("Alder", "Cedar"),
        "tom": (),
        "sam": ("Birch", "Fir"),
        "sid": ("Birch", "Cedar"),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup_units()
        cls.setup_tiers()
        for login, names in cls.CLIENTS.items():
            for name in names:
                cls._create_records(cls.users[login], cls.clients[name])
        # Tom helped out with Fir, once.
        cls._create_records(cls.users["tom"], cls.clients["Fir"])

    @classmethod
    def _create_records(cls, user, client):
        cls.env["crm.lead"].create(
            {"name": client.name, "partner_id": client.id, "user_id": user.id}
        )
        cls.env["sale.order"].create(
            {
                "partner_id": client.id,
                "user_id": user.id,
                "order_line": [
                    Command.create({"product_id": cls.product_a.id, "price_unit": 100})
                ],
            }
        )
        client.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)

    def _find_own(self, user):
        """Return the ids that a user reads of each model with a field User."""
        found = {}
        for name, model in self.env.items():
            field = model._fields.get("user_id")
            if model._abstract or not (field and field.store):
                continue
            if field.comodel_name != "res.users" or name.startswith("telecom."):
                continue
            records = model.with_user(user)
            if records.has_access("read"):
                own = records.search([("user_id", "=", user.id)])
                found[name] = [(r.id, r.display_name) for r in own.sorted("id")]
        return found

    def _apply(self):
        reviews = self.env["telecom.tier.review"].with_user(self.clerk)
        action = reviews.action_begin_opening_review()
        reviews.browse(action["res_id"]).action_apply()
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_all_own_records_of_all_models(self):
        before = {login: self._find_own(self.users[login]) for login in SELLERS}
        self.assertEqual(len(before["sally"]["crm.lead"]), 2)
        self._apply()
        for login in SELLERS:
            after = self._find_own(self.users[login])
            for name, records in before[login].items():
                self.assertEqual(after[name], records, f"{login}: {name}")

    def test_own_forms_are_opened_and_saved(self):
        self._apply()
        for login, names in {**self.CLIENTS, "tom": ("Fir",)}.items():
            user = self.users[login]
            for model in ("crm.lead", "sale.order"):
                own = (
                    self.env[model].with_user(user).search([("user_id", "=", user.id)])
                )
                self.assertEqual({*own.sudo().partner_id.mapped("name")}, {*names})
                for record in own:
                    with Form(record) as form:
                        if model == "sale.order":
                            form.client_order_ref = f"By phone {record.id}"
                        else:
                            form.priority = "1"

    def test_own_clients_are_read_and_printed(self):
        self._apply()
        report = self.env.ref("sale.action_report_saleorder")
        for login, names in self.CLIENTS.items():
            user = self.users[login]
            for name in names:
                client = self.clients[name].with_user(user)
                self.assertTrue(client.email, f"{login}: {name}")
                order = (
                    self.env["sale.order"]
                    .with_user(user)
                    .search([("user_id", "=", user.id), ("partner_id", "=", client.id)])
                )
                html, _kind = report.with_user(user)._render_qweb_html(
                    report.report_name, order.ids
                )
                self.assertIn(name.encode(), html)
        # Tom is neither salesperson nor manager of Fir, which others sell to.
        with self._refused(AccessError, r"Contact \(res\.partner\)"):
            self.clients["Fir"].with_user(self.users["tom"]).read(["email"])
