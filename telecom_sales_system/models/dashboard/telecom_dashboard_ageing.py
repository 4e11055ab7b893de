from odoo import models


class TelecomDashboard(models.AbstractModel):
    """The block of the company's arrears today, by days overdue."""

    _inherit = "telecom.dashboard"

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_ageing()]

    def _get_block_ageing(self):
        items = self.env["telecom.arrears.item"]
        # Only one company: others may keep their books in another currency.
        here = [("company_id", "=", self.env.company.id), ("outstanding", ">", 0)]
        found = {
            bucket: (owed, clients)
            for bucket, owed, clients in items._read_group(
                here, ["bucket"], ["outstanding:sum", "partner_id:count_distinct"]
            )
        }
        owed = sum(amount for amount, _clients in found.values())
        overdue = owed - found.get("0", (0, 0))[0]
        return {
            "key": "ageing",
            "title": self.env._("Arrears by Age"),
            "value": self._format_number(overdue, 0),
            "note": self.env._(
                "overdue of %(owed)s owed, %(ratio)s%%",
                owed=self._format_number(owed, 0),
                ratio=self._format_number(100 * overdue / owed, 1),
            )
            if owed
            else self.env._("Nobody owes anything."),
            "action": self._get_action(
                "telecom_arrears_item_action", [*here, ("overdue", ">", 0)]
            ),
            "buckets": [
                {
                    "key": bucket,
                    "label": label,
                    "amount": self._format_number(found.get(bucket, (0, 0))[0], 0),
                    "clients": self.env._("%s clients", found.get(bucket, (0, 0))[1]),
                    "width": 100 * found.get(bucket, (0, 0))[0] / owed if owed else 0,
                    "action": self._get_list_action(
                        items._name,
                        [*here, ("bucket", "=", bucket)],
                        label,
                        ("list", "pivot", "graph"),
                    ),
                }
                for bucket, label in items._get_bucket_selection()
            ],
        }
