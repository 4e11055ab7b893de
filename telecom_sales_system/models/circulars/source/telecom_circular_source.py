from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ....tools.decimals import exact


class TelecomCircularSource(models.AbstractModel):
    """Source of the figures of circulars, by kind.

    A kind ``k`` is a value of ``telecom.circular.words.kind`` (``selection_add``, with
    ``ondelete={k: lambda papers: papers._remove_kind()}``), and methods of this model,
    of which a kind needs none: ``_get_kind_settings`` says where it is used,
    ``_get_placeholders_k`` returns its placeholders,
    ``_get_figures_k`` reads values, tables, chart and notes under the user's rights,
    and ``_check_final_figures_k`` refuses figures that may still change. Amounts are
    texts with a decimal dot, because a seal needs one exact notation.
    """

    _name = "telecom.circular.source"
    _description = "Figures of Circulars"

    @api.model
    def _get_kind_settings(self):
        """Return ``{kind: settings}``; each kind adds its own, all are optional.

        origins: ``{field of circulars: whether it is required}`` of the records that
            the figures are taken from, besides the unit
        is_monthly: whether the close drafts it for the city bureau, in the order of
            this dictionary
        proves_duties: whether it fulfils the duties of units to issue circulars
        """
        return {"other": {"proves_duties": True}}

    @api.model
    def _get_kinds(self, setting):
        """Return the kinds for which a setting is true."""
        settings = self._get_kind_settings()
        return [kind for kind, values in settings.items() if values.get(setting)]

    @api.model
    def _get_placeholders(self, kind):
        """Return ``{placeholder: what it means}`` of a kind."""
        special = getattr(self, f"_get_placeholders_{kind}", dict)()
        return {
            "unit": self.env._("the issuing unit"),
            "period": self.env._("the month of the figures"),
            "year": self.env._("the year of the figures"),
            "currency": self.env._("the currency of amounts"),
            "supersedes": self.env._("number of the circular that this one supersedes"),
            **special,
        }

    def _format_placeholder_help(self, placeholders):
        return "\n".join(f"{{{name}}}  {text}" for name, text in placeholders.items())

    def _get_figures(self, circular):
        """Return values, tables, chart and notes, as JSON."""
        build = getattr(self, f"_get_figures_{circular.kind}", None)
        figures = build(circular) if build else {}
        figures["values"] = self._get_common_values(circular) | figures.get(
            "values", {}
        )
        return figures

    def _get_common_values(self, circular):
        # sudo: who may read an award list may read its month
        period = circular.period_id or circular.award_list_id.sudo().period_id
        year = period.date_from or circular.contest_id.date_to
        return {
            "unit": circular.unit_id.name,
            "period": period._format_month() if period else None,
            "year": str(year.year) if year else None,
            "currency": self._get_amount_unit(circular),
            "supersedes": circular.supersedes_id.name or None,
        }

    def _get_amount_unit(self, circular):
        """Return the word after an amount of a circular, such as yuan."""
        return circular.company_id.with_env(self.env)._get_telecom_amount_unit()

    def _check_final_figures(self, circular):
        """Refuse a circular on figures that may still change.

        :raises UserError: its month is not closed, its course not published
        """
        if circular.period_id and circular.period_id.state != "closed":
            raise UserError(
                self.env._(
                    "Circular %(circular)s: the figures of %(month)s may still change."
                    " Close the month first.",
                    circular=circular.display_name,
                    month=circular.period_id.name,
                )
            )
        check = getattr(self, f"_check_final_figures_{circular.kind}", None)
        if check:
            check(circular)

    def _get_source_record(self, circular, name):
        """Return the record that the figures are taken from.

        :raises UserError: none was chosen
        """
        origin = circular[name]
        if not origin:
            raise UserError(
                self.env._(
                    "Circular %(circular)s, field %(field)s: choose where its figures"
                    " come from.",
                    circular=circular.display_name,
                    field=circular._fields[name]._description_string(self.env),
                )
            )
        return origin

    def _get_captions(self):
        """Return the captions of the tables in order, each with ``%(title)s``."""
        # One source string per numeral: translators get no bare "V."
        return [
            self.env._("I. %(title)s"),
            self.env._("II. %(title)s"),
            self.env._("III. %(title)s"),
            self.env._("IV. %(title)s"),
            self.env._("V. %(title)s"),
            self.env._("VI. %(title)s"),
            self.env._("VII. %(title)s"),
            self.env._("VIII. %(title)s"),
            self.env._("IX. %(title)s"),
            self.env._("X. %(title)s"),
        ]

    def _build_column(self, label, kind="text", width=None):
        """Return a column; kind is text, mid, count, money, points or percent."""
        return {"label": label, "kind": kind, "width": width}

    def _format_figure(self, value):
        """Format an exact number with a decimal dot, as the seal needs it."""
        return None if value is None else format(value, "f")

    def _format_money(self, value):
        """Format an amount of the database as a cell, to the cent."""
        return None if value is None else self._format_figure(exact(value))

    def _format_cell(self, cell, kind):
        """Return a cell as it is printed: two decimals for money, one for percents."""
        if cell is None:
            return "—"
        try:
            if kind in ("money", "points"):
                return formatLang(self.env, float(cell), digits=2)
            if kind == "percent":
                return f"{formatLang(self.env, float(cell) * 100, digits=1)}%"
        except ValueError:
            return cell
        return cell
