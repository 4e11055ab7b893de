from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list, formatLang


class TelecomCircularSource(models.AbstractModel):
    """Prizes of an award list and winners of a contest.

    A circular needs only one of them; without both, its text is written by hand.
    """

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "award": {
                "origins": {"award_list_id": False, "contest_id": False},
            },
        }

    def _get_placeholders_award(self):
        return {
            "until": self.env._("the last day that the scorecards count"),
            "units": self.env._("number of units that win a prize"),
            "prizes": self.env._("the prizes of the units in all"),
            "prizes_in_words": self.env._("the prizes of the units in all, in words"),
            "contest": self.env._("name of the contest"),
            "winners": self.env._("number of those who reached a band"),
        }

    def _get_figures_award(self, circular):
        self._check_issuer_of_awards(circular)
        # sudo: who reads the list reads the names of its units and schemes
        prizes = circular.award_list_id.with_env(self.env).sudo().line_ids
        winners = self._find_winners(circular.contest_id.with_env(self.env))
        tables = [
            *self._build_prize_tables(prizes, self._get_amount_unit(circular)),
            *self._build_winner_tables(winners, self._get_amount_unit(circular)),
        ]
        for table, caption in zip(tables, self._get_captions(), strict=False):
            table["title"] = caption % {"title": table["title"]}
        return {
            "values": self._get_prize_values(prizes) | self._get_winner_values(winners),
            "tables": tables,
            "notes": self._get_provisional_notes(prizes.scheme_id),
        }

    def _check_issuer_of_awards(self, circular):
        """Refuse a unit as issuer, except on a contest of its own."""
        issuer, home = circular.unit_id, circular.contest_id.sudo().unit_id
        foreign = circular.award_list_id or (circular.contest_id and issuer != home)
        if issuer.kind != "city" and foreign:
            raise UserError(
                self.env._(
                    "Circular %s, field Issuing Unit: the city bureau announces award"
                    " lists and contests; a unit announces only contests held within"
                    " it.",
                    circular.display_name,
                )
            )

    def _check_final_figures_award(self, circular):
        awards, contest = circular.award_list_id, circular.contest_id
        if awards.state == "withdrawn":
            raise UserError(
                self.env._(
                    "Circular %(circular)s: “%(origin)s” is withdrawn. Its button"
                    " Circular drafts the one on the withdrawal.",
                    circular=circular.display_name,
                    origin=awards.display_name,
                )
            )
        if vetoed := awards._find_vetoed_units():
            raise UserError(
                self.env._(
                    "Circular %(circular)s: a veto applies to %(units)s by now. Have a"
                    " leader withdraw “%(origin)s”, then compute a new list.",
                    circular=circular.display_name,
                    units=format_list(self.env, vetoed.mapped("name")),
                    origin=awards.display_name,
                )
            )
        waiting = awards if awards.state != "approved" else None
        waiting = waiting or (contest if contest.state != "closed" else None)
        if waiting:
            raise UserError(
                self.env._(
                    "Circular %(circular)s: the prizes of “%(origin)s” may still"
                    " change. Have the award list approved and the contest closed"
                    " first.",
                    circular=circular.display_name,
                    origin=waiting.display_name,
                )
            )
        if (awards or contest) and not circular.figures["tables"]:
            raise UserError(
                self.env._(
                    "Circular %s: nobody won a prize or reached a band, so there is"
                    " nothing to commend.",
                    circular.display_name,
                )
            )

    def _get_prize_values(self, prizes):
        total = sum(prizes.mapped("amount"))
        if not prizes:
            return dict.fromkeys(("until", "units", "prizes", "prizes_in_words"))
        day = prizes.list_id.date
        return {
            "until": format_date(self.env, day, date_format="long"),
            "units": str(len(prizes)),
            "prizes": formatLang(self.env, total, digits=2),
            "prizes_in_words": prizes[0]._get_amount_in_words(total),
        }

    def _build_prize_tables(self, prizes, unit):
        columns = [
            self._build_column(self.env._("Rank"), "mid", "8%"),
            self._build_column(self.env._("Unit"), "text", "24%"),
            self._build_column(self.env._("Score"), "count", "12%"),
            self._build_column(self.env._("Prize (%s)", unit), "money", "18%"),
            self._build_column(self.env._("In Words")),
        ]
        for scheme, lines in prizes.grouped("scheme_id").items():
            total = sum(lines.mapped("amount"))
            yield {
                "key": f"scheme{scheme.id}",
                "title": self.env._("Organisation awards: %s", scheme.name),
                "columns": columns,
                "rows": [
                    [
                        str(line.rank or "—"),
                        line.unit_id.name,
                        formatLang(self.env, line.score, digits=2),
                        self._format_money(line.amount),
                        line.amount_in_words,
                    ]
                    for line in lines.sorted(lambda line: (line.rank, line.id))
                ],
                "total": [
                    "",
                    self.env._("Total"),
                    "",
                    self._format_money(total),
                    lines[0]._get_amount_in_words(total),
                ],
            }

    def _get_provisional_notes(self, schemes):
        return [
            self.env._(
                "Lines of “%s” are provisional: the regulation is cut off there.",
                scheme.name,
            )
            for scheme in schemes
            if scheme.is_provisional
        ]

    def _find_winners(self, contest):
        standings = self.env["telecom.contest.standing"]
        if not contest:
            return standings
        domain = [("contest_id", "=", contest.id), ("band_id", "!=", False)]
        # sudo: who reads the standings reads the names of units in them
        return standings.search(domain, order="category_id, rank, id").sudo()

    def _get_winner_values(self, winners):
        if not winners:
            return dict.fromkeys(("contest", "winners"))
        return {"contest": winners.contest_id.name, "winners": str(len(winners))}

    def _build_winner_tables(self, winners, unit):
        for category, standings in winners.grouped("category_id").items():
            yield {
                "key": f"category{category.id}",
                "title": self.env._(
                    "%(contest)s: %(category)s",
                    contest=category.contest_id.name,
                    category=category.name,
                ),
                "columns": self._build_winner_columns(category, unit),
                "rows": [self._build_winner_cells(standing) for standing in standings],
                "total": None,
            }

    def _build_winner_columns(self, category, unit):
        figure = category.metric_id.name
        if category.per_head:
            figure = self.env._("%s per Head", figure)
        name = (
            self.env._("Team") if category.kind == "team" else self.env._("Full Name")
        )
        home = [self._build_column(self.env._("Unit"), "text", "22%")]
        return [
            self._build_column(self.env._("Rank"), "mid", "8%"),
            self._build_column(self.env._("Unit") if category.kind == "unit" else name),
            *([] if category.kind == "unit" else home),
            self._build_column(figure, "points", "18%"),
            self._build_column(self.env._("Band"), "text", "18%"),
            self._build_column(self.env._("Prize (%s)", unit), "money", "14%"),
        ]

    def _build_winner_cells(self, standing):
        home = [standing.home_unit_id.name or "—"]
        return [
            str(standing.rank),
            standing.name,
            *([] if standing.category_id.kind == "unit" else home),
            self._format_money(standing.value),
            standing.band_id.name,
            self._format_money(standing.prize) if standing.prize else "—",
        ]


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("award", "Awards"), ("other",)],
        ondelete={"award": lambda papers: papers._remove_kind()},
    )
