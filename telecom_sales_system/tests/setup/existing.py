"""A company that has used Odoo for years, on the day on which it installs the addon."""

from odoo import Command, fields
from odoo.tests import new_test_user

from ..common import PerformanceCommon

# Client, Odoo's salesperson of the client, contact persons
CLIENTS = (
    ("Alder", "sally", 2),
    ("Birch", None, 1),
    ("Cedar", "sid", 1),
    ("Dogwood", None, 0),
    ("Elm", "sally", 0),
    ("Fir", "sam", 0),
)
# Client, salesperson of the invoice, amount, day, day of the payment
INVOICES = (
    ("Alder", "sally", 150_000, "2025-06-10", "2025-07-10"),
    ("Alder", "sally", 210_000, "2026-09-10", "2026-10-10"),
    ("Birch", "sam", 30_000, "2026-08-10", "2026-09-10"),
    ("Birch", "sid", 20_000, "2026-09-10", None),
    ("Cedar", "sally", 12_000, "2025-12-05", "2026-01-05"),
    ("Dogwood", "clara", 5_000, "2026-04-01", "2026-04-01"),
    ("Elm", "sally", 20_000, "2024-05-05", "2024-06-05"),
    ("Fir", "sam", 50_000, "2026-09-15", None),
)
SELLERS = ("sally", "tom", "sam", "sid")
SELLER = "sales_team.group_sale_salesman"


class ExistingBureauMixin:
    """Clients, contacts, invoices, payments, leads and quotations of users of Odoo.

    Nobody has a role of the addon, and there is no unit, tier or month yet.
    """

    @classmethod
    def setup_existing_bureau(cls):
        cls.env.company.telecom_tz = "UTC"
        cls.users = {login: cls._create_seller(login) for login in SELLERS}
        cls.users["clara"] = cls._create_seller(
            "clara", "account.group_account_invoice"
        )
        cls.clients = {}
        for name, owner, contacts in CLIENTS:
            cls.clients[name] = cls.env["res.partner"].create(
                {
                    "name": name,
                    "is_company": True,
                    "user_id": owner and cls.users[owner].id,
                    "email": f"office@{name.lower()}.example",
                    "child_ids": [
                        Command.create({"name": f"{name} {number}"})
                        for number in range(contacts)
                    ],
                }
            )
        for name, owner, amount, day, paid_on in INVOICES:
            invoice = cls._invoice(cls.clients[name], owner, amount, day)
            if paid_on:
                cls._pay(invoice, paid_on)

    @classmethod
    def _invoice(cls, client, owner, amount, day):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "invoice_date": day,
                "date": day,
                "invoice_user_id": cls.users[owner].id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.product_a.id,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def _create_seller(cls, login, group=SELLER):
        return new_test_user(
            cls.env,
            login,
            groups=group,
            name=login.capitalize(),
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )


class ExistingBureauCommon(ExistingBureauMixin, PerformanceCommon):
    """That company, and what its clerk enters first: units, people and tiers.

    Sally and Tom sell in North, Sam and Sid in South. Gold begins at 200,000 a year,
    silver at 10,000.
    """

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "sales_team.group_sale_salesman_all_leads"
        )

    @classmethod
    def setUpClass(cls):
        # Not the organisation of PerformanceCommon
        super(PerformanceCommon, cls).setUpClass()
        cls.bank = cls.company_data["default_journal_bank"]
        cls.setup_existing_bureau()

    @classmethod
    def setup_units(cls, since="2026-01-01"):
        cls.grade = cls.env.ref("telecom_sales_system.grade_junior")
        cls.city = cls._create_unit("City", "C", "city")
        cls.north = cls._create_unit("North", "N", "county", cls.city)
        cls.south = cls._create_unit("South", "S", "county", cls.city)
        cls.people = {}
        for number, login in enumerate(SELLERS, 1):
            unit = cls.north if number < 3 else cls.south
            cls.people[login] = cls._register(login, f"C-{number}", unit, since)
        cls.clerk = cls._create_user("clerk", "service")

    @classmethod
    def _register(cls, login, certificate_no, unit, since):
        user = cls.users[login]
        user.group_ids += cls.quick_ref(
            "telecom_sales_system.group_telecom_salesperson"
        )
        person = cls.env["telecom.salesperson"].create(
            {"user_id": user.id, "certificate_no": certificate_no}
        )
        person._register_salesperson(
            {
                "date_from": fields.Date.to_date(since),
                "unit_id": unit.id,
                "grade_id": cls.grade.id,
            }
        )
        return person

    @classmethod
    def setup_tiers(cls):
        cls.silver, cls.gold = cls.env["telecom.client.tier"].create(
            [
                {"name": "Silver", "code": "silver", "threshold": 10_000},
                {"name": "Gold", "code": "gold", "threshold": 200_000},
            ]
        )
