from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomCircularSource(models.AbstractModel):
    """Prizes of an award list that a leader withdrew, and the reason.

    If the circular on the prizes commended the winners of a contest, too, the one on
    the withdrawal commends them again, since it supersedes the whole of the other.
    """

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "award_withdrawal": {
                "origins": {"award_list_id": True, "contest_id": False},
            },
        }

    def _get_placeholders_award_withdrawal(self):
        return {
            "until": self.env._("the last day that the scorecards count"),
            "units": self.env._("number of units that lose a prize"),
            "prizes": self.env._("the withdrawn prizes in all"),
            "prizes_in_words": self.env._("the withdrawn prizes in all, in words"),
            "reason": self.env._("the reason of the withdrawal"),
            "contest": self.env._("name of the contest"),
            "winners": self.env._("number of those who reached a band"),
        }

    def _get_figures_award_withdrawal(self, circular):
        awards = self._get_source_record(circular, "award_list_id")
        self._check_issuer_of_awards(circular)
        # sudo: who reads the list reads the names of its units and schemes
        awards = awards.with_env(self.env).sudo()
        winners = self._find_winners(circular.contest_id.with_env(self.env))
        tables = [
            *self._build_prize_tables(awards.line_ids, self._get_amount_unit(circular)),
            *self._build_winner_tables(winners, self._get_amount_unit(circular)),
        ]
        for table, caption in zip(tables, self._get_captions(), strict=False):
            table["title"] = caption % {"title": table["title"]}
        return {
            "values": self._get_prize_values(awards.line_ids)
            | self._get_winner_values(winners)
            | {"reason": awards.withdrawal_reason or None},
            "tables": tables,
            "notes": [],
        }

    def _check_final_figures_award_withdrawal(self, circular):
        awards = circular.award_list_id
        if awards.state != "withdrawn":
            raise UserError(
                self.env._(
                    "Circular %(circular)s: “%(origin)s” is not withdrawn.",
                    circular=circular.display_name,
                    origin=awards.display_name,
                )
            )


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("award_withdrawal", "Withdrawal of Awards"), ("other",)],
        ondelete={"award_withdrawal": lambda papers: papers._remove_kind()},
    )
