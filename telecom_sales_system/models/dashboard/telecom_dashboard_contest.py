from odoo import models

from .telecom_dashboard_tiles import SHOWN


class TelecomDashboard(models.AbstractModel):
    """The running contest: the own place, or who leads."""

    _inherit = "telecom.dashboard"

    def _tiles(self, today):
        return [*super()._tiles(today), self._tile_contest(today)]

    def _tile_contest(self, today):
        contest = self.env["telecom.contest"].search(
            [
                ("state", "=", "running"),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )
        if not contest:
            return None
        standings = self.env["telecom.contest.standing"]
        domain = [("contest_id", "=", contest.id)]
        own = standings.search(
            [*domain, ("salesperson_id.user_id", "=", self.env.uid)], limit=1
        )
        people = [*domain, ("category_id.kind", "=", "salesperson"), ("rank", ">", 0)]
        first = standings.search(people, order="rank, id", limit=SHOWN)
        value, note = self._own_place(own) if own else (contest.name, "")
        return self._tile(
            "contest",
            self.env._("Contest"),
            "fa-flag-checkered",
            value,
            self._action("telecom_contest_standing_action", domain),
            note=note,
            items=[
                {
                    "label": f"{standing.rank} · {standing.name}",
                    "detail": self._number(standing.value),
                    "action": self._open_record(standing),
                }
                for standing in first
            ],
        )

    def _own_place(self, own):
        """Rank and what is missing to the next band, in words."""
        place = self.env._("Place %s", own.rank) if own.rank else self.env._("No rank")
        if not own.next_band_id:
            return place, own.band_id.name or ""
        return place, self.env._(
            "%(gap)s to %(band)s",
            gap=self._number(own.gap),
            band=own.next_band_id.name,
        )
