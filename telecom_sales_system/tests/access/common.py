"""Data of two salespeople, and a user for every role that may look at it."""

from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from ..common import PerformanceCommon
from .rooms.arrears import ArrearsRecords
from .rooms.assessment import AssessmentRecords
from .rooms.circulars_papers import CircularRecords
from .rooms.fieldwork_library import LibraryRecords
from .rooms.fieldwork_logs import SalesLogRecords
from .rooms.fieldwork_training import TrainingRecords
from .rooms.fieldwork_visits import VisitRecords


class AccessCommon(
    ArrearsRecords,
    AssessmentRecords,
    CircularRecords,
    LibraryRecords,
    SalesLogRecords,
    TrainingRecords,
    VisitRecords,
    PerformanceCommon,
):
    """January 2026: Anna of Cili collects 1,000, Bert of Letters 500, nobody 100.

    Each of the two leads a key client of the own unit, who still owes 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "plain": new_test_user(
                cls.env,
                "plain",
                company_id=cls.env.company.id,
                company_ids=cls.env.company.ids,
            ),
            "salesperson": cls.anna.user_id,
            "unit_manager": cls.county_manager,
            "service": cls.service,
            "leader": cls.leader,
            "auditor": cls.auditor,
        }
        cls.env["telecom.close.step"].sudo().create(
            {"period_id": cls.january.id, "code": "ledger"}
        )
        cls.tier = cls.env["telecom.client.tier"].create(
            {"name": "Silver", "code": "silver", "threshold": 10_000}
        )
        for person, amount in ((cls.anna, 1000), (cls.bert, 500)):
            client = cls._create_key_client(person)
            invoice = cls._create_customer_invoice(
                amount, "2026-01-10", person, partner_id=client.id
            )
            cls._pay(invoice, "2026-01-20")
            cls._create_customer_invoice(
                10,
                "2026-01-21",
                person,
                partner_id=client.id,
                invoice_date_due="2026-01-21",
            )
            cls.env["telecom.incentive"].create(
                {"name": "Gift", "move_id": invoice.id, "amount": 1}
            )
        nobodys = cls._create_customer_invoice(100, "2026-01-10", invoice_user_id=False)
        cls._pay(nobodys, "2026-01-20")
        cls.january.action_compute()
        cls.review = cls.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        cls.review.action_compute()
        cls._create_maintenance()
        cls._survey_client()
        cls._hand_over_client()
        cls._create_case()
        cls._create_assessment()
        cls._create_training()
        cls._create_sales_logs()
        cls._create_visits()
        cls._create_library()
        cls._create_circulars()
        cls.env.flush_all()

    @classmethod
    def _survey_client(cls):
        client = cls.env["res.partner"].search([("tier_id", "=", cls.tier.id)], limit=1)
        line = {"revenue_line_id": cls.letters.id, "potential": 5_000}
        cls.env["telecom.client.survey"].create(
            {"partner_id": client.id, "line_ids": [Command.create(line)]}
        )

    @classmethod
    def _hand_over_client(cls):
        """Anna's client has been of the outlet until the end of 2025."""
        cls.env["telecom.client.service.history"].create(
            {
                "partner_id": cls.env["res.partner"]
                .search([("client_manager_id", "=", cls.anna.id)])
                .id,
                "sales_unit_id": cls.outlet.id,
                "date_to": "2025-12-31",
            }
        )

    @classmethod
    def _create_key_client(cls, person):
        return cls.env["res.partner"].create(
            {
                "name": f"Client of {person.name}",
                "is_company": True,
                "sales_unit_id": person.unit_id.id,
                "client_manager_id": person.id,
                "tier_id": cls.tier.id,
            }
        )

    @classmethod
    def _create_maintenance(cls):
        """A budget of Cili, a gift for Anna's client, and an activity."""
        client = cls.env["res.partner"].search(
            [("client_manager_id", "=", cls.anna.id)]
        )
        cls.budget = cls.env["telecom.maintenance.budget"].create(
            {"unit_id": cls.county.id, "year": 2026}
        )
        cls.budget.action_accrue()
        cls.expense = cls.env["telecom.maintenance.expense"].create(
            {
                "name": "Tea",
                "partner_id": client.id,
                "date": "2026-01-20",
                "amount": 5,
            }
        )
        cls.activity = cls.env["telecom.maintenance.activity"].create(
            {
                "name": "Tea Party",
                "unit_id": cls.county.id,
                "start": "2026-01-20 08:00:00",
                "tier_floor_id": cls.tier.id,
                "partner_ids": client.ids,
            }
        )

    @classmethod
    def _telecom_models(cls):
        """Every model of the addon that has a table and stays."""
        return [
            cls.env[name]
            for name in cls.env.registry
            if name.startswith("telecom.")
            and not cls.env[name]._abstract
            and not cls.env[name]._transient
        ]

    def _reset_state(self, record):
        """Put a record back to its first state, past the steps that allow it."""
        field = record._fields.get("state")
        if field and field.store and field.default:
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET state = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    field.default(record),
                    record.id,
                )
            )
            self.env.invalidate_all()

    def _get_other_value(self, record, name):
        """Return another value of a field, or None if there is none to make up."""
        field, value = record._fields[name], record[name]
        if field.type in ("char", "text"):
            return f"{value or ''}."
        if field.type in ("float", "monetary", "integer"):
            return value + 1
        if field.type in ("date", "datetime"):
            return value + timedelta(days=1) if value else None
        if field.type == "boolean":
            return not value
        if field.type == "selection":
            return next((v for v in field.get_values(self.env) if v != value), None)
        if field.type == "many2one":
            comodel = self.env[field.comodel_name].sudo()
            return comodel.search([("id", "!=", value.id)], limit=1).id or None
        return None

    @classmethod
    def _people(cls, records):
        """Logins of the salespeople that records are about."""
        return sorted(records.sudo().salesperson_id.user_id.mapped("login"))
