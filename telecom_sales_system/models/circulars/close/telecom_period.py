from odoo import api, fields, models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    circular_ids = fields.One2many("telecom.circular", "period_id", string="Circulars")
    circular_count = fields.Integer(compute="_compute_circular_count")

    def _compute_circular_count(self):
        counts = dict(
            self.env["telecom.circular"]._read_group(
                [("period_id", "in", self.ids)], ["period_id"], ["__count"]
            )
        )
        for period in self:
            period.circular_count = counts.get(period, 0)

    def action_download_workbook(self):
        """Download the workbook of the month; a large one is built in the background.

        :raises AccessError: the user sees only a part of the ledger
        """
        self.ensure_one()
        kept = self.env["telecom.period.workbook"]
        if kept._is_large(self):
            return kept._request_workbook(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/period/{self.id}/workbook",
            "target": "download",
        }

    @api.readonly
    def action_open_circulars(self):
        """Open the circulars of the months."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_circular_action"
        )
        return action | {"domain": [("period_id", "in", self.ids)], "context": {}}

    def _draft_circulars(self):
        """Draft the city's circulars of the months, or refresh the drafts' figures.

        Can be repeated: each kind has one draft, and no new draft is made if one is
        already reviewed, signed or issued.

        :return: the drafts
        """
        drafts = self.env["telecom.circular"]
        monthly = self.env["telecom.circular.source"]._get_kinds("is_monthly")
        for period in self:
            city = self.env["telecom.sales.unit"]._get_city_unit(period.company_id)
            for kind in monthly if city else ():
                present = drafts.search(
                    [
                        ("period_id", "=", period.id),
                        ("unit_id", "=", city.id),
                        ("kind", "=", kind),
                    ]
                )
                draft = present.filtered(lambda c: c.state == "draft")
                draft.action_refresh()
                if not present:
                    draft = drafts.create(
                        {
                            "kind": kind,
                            "period_id": period.id,
                            "unit_id": city.id,
                            "company_id": period.company_id.id,
                        }
                    )
                drafts += draft
        return drafts
