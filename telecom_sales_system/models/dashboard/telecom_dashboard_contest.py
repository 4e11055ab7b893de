from odoo import models

from .telecom_dashboard_tiles import SHOWN

LEADERS = 3  # of each category


class TelecomDashboard(models.AbstractModel):
    """The tile and the block of the running contest."""

    _inherit = "telecom.dashboard"

    def _get_tiles(self, today):
        return [*super()._get_tiles(today), self._get_tile_contest(today)]

    def _get_running_contest(self, today):
        return self.env["telecom.contest"].search(
            [
                ("state", "=", "running"),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    def _get_tile_contest(self, today):
        contest = self._get_running_contest(today)
        if self._can_see_whole_company() or not contest:
            return None
        standings = self.env["telecom.contest.standing"]
        domain = [("contest_id", "=", contest.id)]
        own = standings.search(
            [*domain, ("salesperson_id.user_id", "=", self.env.uid)], limit=1
        )
        people = [*domain, ("category_id.kind", "=", "salesperson"), ("rank", ">", 0)]
        first = standings.search(people, order="rank, id", limit=SHOWN)
        value, note = self._get_own_place(own) if own else (contest.name, "")
        return self._prepare_tile(
            "contest",
            self.env._("Contest"),
            "fa-flag-checkered",
            value,
            self._get_action("telecom_contest_standing_action", domain),
            note=note,
            items=[
                {
                    "label": f"{standing.rank} · {standing.name}",
                    "detail": self._format_number(standing.value),
                    "action": self._open_record(standing),
                }
                for standing in first
            ],
        )

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_contest(today)]

    def _get_block_contest(self, today):
        """Return the block of the first three of each category, with their bands."""
        contest = self._get_running_contest(today)
        domain = [("contest_id", "=", contest.id), ("rank", ">", 0)]
        leaders = self.env["telecom.contest.standing"].search(
            [*domain, ("rank", "<=", LEADERS)], order="category_id, rank, id"
        )
        return {
            "key": "contest",
            "title": contest.name or self.env._("Contest"),
            "empty": not leaders
            and (
                self.env._("Nobody has been ranked yet.")
                if contest
                else self.env._("No contest is running.")
            ),
            "action": self._get_action(
                "telecom_contest_standing_action",
                domain[:1],
                contest.name,
                {"search_default_group_category": 1},
            )
            if contest
            else self._get_action("telecom_contest_action", []),
            "categories": [
                {
                    "label": category.name,
                    "bands": category.bands,
                    "items": [
                        {
                            "rank": standing.rank,
                            "label": standing.name,
                            "detail": self._format_number(standing.value),
                            "band": standing.band_id.name or "",
                            "action": self._open_record(standing),
                        }
                        for standing in standings[:LEADERS]
                    ],
                }
                for category, standings in leaders.grouped("category_id").items()
            ],
        }

    def _get_own_place(self, own):
        """Return the rank and the gap to the next band as texts."""
        place = self.env._("Place %s", own.rank) if own.rank else self.env._("No rank")
        if not own.next_band_id:
            return place, own.band_id.name or ""
        return place, self.env._(
            "%(gap)s to %(band)s",
            gap=self._format_number(own.gap),
            band=own.next_band_id.name,
        )
