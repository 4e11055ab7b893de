from odoo import models
from odoo.fields import Domain


class TelecomDashboard(models.AbstractModel):
    """The tile of all that waits for the user's decision, of every kind."""

    _inherit = "telecom.dashboard"

    def _get_tile_decisions(self, today):
        """Return the tile of kinds of decisions that wait, the most first."""
        found = self._find_decisions()
        if found is None:
            return None
        counted = [
            (self.env[name].search_count(domain), self.env["ir.model"]._get(name).name)
            + (self._get_list_action(name, list(domain), self._get_kind_title(name)),)
            for name, domain in found
        ]
        waiting = sorted(
            (row for row in counted if row[0]), key=lambda row: (-row[0], row[1])
        )
        total = sum(count for count, _kind, _action in waiting)
        return self._prepare_tile(
            "decisions",
            self.env._("Waiting for My Decision"),
            "fa-gavel",
            str(total),
            (waiting or counted)[0][2],
            alarm=bool(waiting),
            items=[
                {"label": kind, "detail": str(count), "action": action}
                for count, kind, action in waiting
            ],
        )

    def _find_decisions(self):
        """Return ``[(model, domain)]`` of what the user may decide on, or None.

        The models say it themselves by ``_get_decision_domain``, so that those of other
        addons join.
        """
        company = Domain("company_id", "in", [False, self.env.company.id])
        found = []
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not hasattr(model, "_get_decision_domain") or model._abstract:
                continue
            if not model.has_access("read"):
                continue
            domain = model._get_decision_domain()
            if domain is not None:
                found.append((name, domain & company))
        return found or None

    def _get_kind_title(self, name):
        return self.env._("To Decide: %s", self.env["ir.model"]._get(name).display_name)
