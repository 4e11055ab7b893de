from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomAwardList(models.Model):
    """The integrity cases proved after the cards were published.

    Such a case removes the award (一票否决) but does not change the card.
    """

    _inherit = "telecom.award.list"

    left_out_ids = fields.Many2many(
        "telecom.sales.unit",
        "telecom_award_list_left_out_rel",
        string="Left Out for Integrity Cases",
        readonly=True,
        copy=False,
        help="A case of the year was proved after their scorecards were published.",
    )

    @api.model
    def _find_late_vetoed_cards(self, cards):
        """Return the cards without a veto of units that a case of the year vetoes.

        :param cards: of one year
        """
        if not cards:
            return cards
        day = cards[0].date
        # sudo: a proved case is a veto, whoever makes or approves the list
        cases = self.env["telecom.integrity.case"].sudo()
        proved = cases._count_proved_cases(
            cards.unit_id, day.replace(month=1, day=1), day.replace(month=12, day=31)
        )
        return cards.filtered(
            lambda card: (
                not card.is_vetoed
                and card.sudo().scheme_id._is_vetoed_by(proved.get(card.unit_id.id, 0))
            )
        )

    def _check_no_new_cases(self):
        late = (
            self._find_late_vetoed_cards(self._get_published_cards()).unit_id
            - self.left_out_ids
        )
        if late:
            raise UserError(
                self.env._(
                    "%(list)s: an integrity case of %(units)s was proved after it was"
                    " computed. Compute it again.",
                    list=self.display_name,
                    units=", ".join(late.mapped("name")),
                )
            )
