from odoo import api, models
from odoo.exceptions import UserError


class TelecomCircularSource(models.AbstractModel):
    """Where the figures of a circular come from, by its kind.

    For a kind ``k``: ``_placeholders_k()`` names its placeholders, ``_figures_k``
    reads values, tables, chart and notes under the user's rights, ``_check_final_k``
    refuses what may still change. Amounts are texts with a dot, as a seal wants them.
    """

    _name = "telecom.circular.source"
    _description = "Figures of Circulars"

    @api.model
    def _placeholders(self, kind):
        """Return ``{placeholder: what it means}`` of a kind."""
        special = getattr(self, f"_placeholders_{kind}", dict)()
        return {
            "unit": self.env._("the issuing unit"),
            "period": self.env._("the month of the figures"),
            "year": self.env._("the year of the figures"),
            "supersedes": self.env._("number of the circular that this one supersedes"),
            **special,
        }

    def _placeholder_help(self, placeholders):
        return "\n".join(f"{{{name}}}  {text}" for name, text in placeholders.items())

    def _figures(self, circular):
        """Return values, tables, chart and notes, as JSON."""
        build = getattr(self, f"_figures_{circular.kind}", None)
        figures = build(circular) if build else {}
        figures["values"] = self._common_values(circular) | figures.get("values", {})
        return figures

    def _common_values(self, circular):
        period = circular.period_id
        matrix = self.env["telecom.performance.matrix"]
        return {
            "unit": circular.unit_id.name,
            "period": matrix._month_name(period.date_from) if period else None,
            "year": str(period.date_from.year) if period else None,
            "supersedes": circular.supersedes_id.name or None,
        }

    def _check_final(self, circular):
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
        check = getattr(self, f"_check_final_{circular.kind}", None)
        if check:
            check(circular)

    def _origin(self, circular, name):
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

    def _column(self, label, kind="text", width=None):
        """A column of a table; kind is text, mid, count, money, points, percent."""
        return {"label": label, "kind": kind, "width": width}

    def _text(self, value):
        """Write an amount as a text that every check reads alike."""
        return None if value is None else format(value, "f")
