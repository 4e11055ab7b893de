from odoo import fields

from ..common import PerformanceCommon


class ClientCommon(PerformanceCommon):
    """Tiers of the company: gold from 200,000, silver from 10,000 a year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.silver, cls.gold = cls.env["telecom.client.tier"].create(
            [
                {"name": name, "code": code, "threshold": threshold}
                for name, code, threshold in (
                    ("Silver", "silver", 10_000),
                    ("Gold", "gold", 200_000),
                )
            ]
        )
        cls.client = cls._create_client("Brewery", cls.county, cls.anna)

    @classmethod
    def _create_client(cls, name, unit, lead=None, deputy=None, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "sales_unit_id": unit.id,
                "client_manager_id": lead and lead.id,
                "deputy_manager_id": deputy and deputy.id,
                **vals,
            }
        )

    @classmethod
    def _bill(cls, client, amount, day, **vals):
        return cls._create_customer_invoice(amount, day, partner_id=client.id, **vals)

    def _sums(self, client, date_from, date_to):
        revenue = self.env["telecom.client.revenue"]._get_revenue_by_client(
            client,
            fields.Date.to_date(date_from),
            fields.Date.to_date(date_to),
            self.env.company,
        )
        return revenue.get(client.id, 0.0)
