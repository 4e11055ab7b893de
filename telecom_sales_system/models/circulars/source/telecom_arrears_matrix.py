from collections import defaultdict
from datetime import timedelta

from odoo import api, models

BUCKETS = ("0", "1", "2", "3", "4")
STAGES = ("blacklisted", "proposed", "circulated", "warning")
# A client whose release is proposed is still on the blacklist.
STAGE_OF = {"release_proposed": "blacklisted"}


class TelecomArrearsMatrix(models.AbstractModel):
    """Arrears and cases at the end of a month, for papers and workbooks."""

    _name = "telecom.arrears.matrix"
    _description = "Arrears of a Month"

    @api.model
    def _build_matrix(self, period):
        """Return the figures of the early-warning circular as plain data.

        :return: a dictionary: as_of; ageing, rows by unit (unit, buckets, overdue,
            outstanding, ratio, before), and its total; cases by stage, each with
            number, client, unit, accountable, amount, days, opened_on, deadline, late,
            earlier; units, rows of unit, counts (as STAGES), amount; opened, settled
            and released, numbers of the month. Money in company currency.
        """
        as_of = period.date_to
        ageing = self._get_ageing_rows(period)
        cases = self._get_cases_by_stage(period)

        def count_cases(day, *more):
            return self.env["telecom.blacklist.case"].search_count(
                [
                    ("company_id", "=", period.company_id.id),
                    (day, ">=", period.date_from),
                    (day, "<=", as_of),
                    *more,
                ]
            )

        return {
            "as_of": as_of,
            "ageing": ageing,
            "total": self._get_total_row(ageing),
            "cases": cases,
            "units": self._count_cases_by_unit(cases),
            "opened": count_cases("opened_on"),
            "settled": count_cases("closed_on", ("state", "=", "settled")),
            "released": count_cases("closed_on", ("state", "=", "released")),
        }

    def _get_ageing_rows(self, period):
        """Return the rows of the units with debts, the most overdue first."""
        now = self._get_balances_by_unit(period)
        earlier = self.env["telecom.period"].search(
            [
                ("company_id", "=", period.company_id.id),
                ("date_to", "=", period.date_from - timedelta(days=1)),
            ]
        )
        before = self._get_balances_by_unit(earlier) if earlier else {}
        rows = []
        for unit in sorted(now.keys() | before.keys(), key=lambda unit: unit.id):
            buckets = now.get(unit, dict.fromkeys(BUCKETS, 0))
            earlier_buckets = before.get(unit)
            rows.append(
                {
                    "unit": unit.name or self.env._("No unit"),
                    "buckets": [buckets[bucket] for bucket in BUCKETS],
                    **self._sum_buckets(buckets),
                    "before": self._sum_buckets(earlier_buckets)["overdue"]
                    if earlier_buckets
                    else (0 if earlier else None),
                }
            )
        rows.sort(key=lambda row: (-row["overdue"], -row["outstanding"], row["unit"]))
        return rows

    def _get_balances_by_unit(self, period):
        """Return ``{unit: {bucket: owed}}`` of the month's last day.

        Units are branches and county bureaus with their outlets, as in the circular of
        the month's performance.
        """
        facts = period._get_unit_facts()
        found = defaultdict(lambda: dict.fromkeys(BUCKETS, 0))
        for unit, bucket, owed in self.env["telecom.arrears.balance"]._read_group(
            [("period_id", "=", period.id), ("outstanding", ">", 0)],
            ["sales_unit_id", "bucket"],
            ["outstanding:sum"],
        ):
            row_unit = unit.browse(period._get_ranked_unit_id(facts, unit.id))
            found[row_unit][bucket] += owed
        return dict(found)

    def _sum_buckets(self, buckets):
        overdue = sum(buckets[bucket] for bucket in BUCKETS[1:])
        outstanding = overdue + buckets["0"]
        ratio = overdue / outstanding if outstanding else None
        return {"overdue": overdue, "outstanding": outstanding, "ratio": ratio}

    def _get_total_row(self, rows):
        buckets = {
            bucket: sum(row["buckets"][place] for row in rows)
            for place, bucket in enumerate(BUCKETS)
        }
        known = [row["before"] for row in rows if row["before"] is not None]
        return {
            "buckets": list(buckets.values()),
            **self._sum_buckets(buckets),
            "before": sum(known) if known else None,
        }

    def _get_cases_by_stage(self, period):
        """Return ``{stage: [case]}`` of the month's end, the largest debts first."""
        debts = self.env["telecom.blacklist.standing"]._get_open_debts(
            period.company_id, period.date_to
        )
        standings = self.env["telecom.blacklist.standing"].union(*debts)
        # Fetch all at once: record by record, Odoo reads a thousand at a time.
        standings.case_id.fetch(["name", "partner_id", "opened_on"])
        facts = period._get_unit_facts()
        found = {stage: [] for stage in STAGES}
        for then, (amount, days) in debts.items():
            case = then.case_id
            row_unit = then.sales_unit_id.browse(
                period._get_ranked_unit_id(facts, then.sales_unit_id.id)
            )
            stage = STAGE_OF.get(then.state, then.state)
            found[stage].append(
                {
                    "number": case.name,
                    "client": case.partner_id.display_name,
                    "unit": then.sales_unit_id.name or self.env._("No unit"),
                    "row_unit": row_unit.name or self.env._("No unit"),
                    "accountable": then.accountable_id.name or self.env._("nobody"),
                    "amount": amount,
                    "days": days,
                    "opened_on": case.opened_on,
                    "deadline": then.deadline,
                    "late": bool(then.deadline) and then.deadline < period.date_to,
                    "earlier": case.earlier_count,
                }
            )
        for rows in found.values():
            rows.sort(key=lambda row: (row["unit"], -row["amount"], row["client"]))
        return found

    def _count_cases_by_unit(self, cases):
        """Return the rows of the units with cases, the largest debts first."""
        rows = {}
        for place, stage in enumerate(STAGES):
            for case in cases[stage]:
                row = rows.setdefault(
                    case["row_unit"],
                    {
                        "unit": case["row_unit"],
                        "counts": [0] * len(STAGES),
                        "amount": 0,
                    },
                )
                row["counts"][place] += 1
                row["amount"] += case["amount"]
        return sorted(rows.values(), key=lambda row: (-row["amount"], row["unit"]))
