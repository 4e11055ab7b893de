from odoo import fields, models
from odoo.tools import format_amount, format_date


class TelecomBlacklistCase(models.Model):
    """An arrears case with a notice for users without rights to accounting."""

    _inherit = "telecom.blacklist.case"

    def _get_notice(self, with_debts=0):
        """Return who is blocked or warned, since when, and who is accountable.

        :param with_debts: the number of debts to name, the oldest first
        """
        return "\n".join(case._get_single_notice(with_debts) for case in self)

    def _get_single_notice(self, with_debts):
        facts = {
            "client": self.partner_id.display_name,
            "number": self.name,
            "who": self.accountable_id.name or self.env._("the unit's manager"),
        }
        if self.blacklisted_on:
            text = self.env._(
                "%(client)s is on the blacklist since %(day)s (case %(number)s). Ask"
                " %(who)s.",
                day=format_date(self.env, self.blacklisted_on),
                **facts,
            )
        else:
            text = self.env._(
                "%(client)s has overdue debts (case %(number)s, stage %(stage)s). Ask"
                " %(who)s.",
                stage=dict(self._fields["state"]._description_selection(self.env))[
                    self.state
                ],
                **facts,
            )
        debts = self._get_debt_lines(with_debts) if with_debts else []
        return "\n".join([text, *debts])

    def _get_debt_lines(self, number):
        """Return the oldest debts of today, one a line, and the others in one line."""
        company = self.company_id
        today = fields.Date.context_today(
            self.with_context(tz=company.partner_id.tz or self.env.user.tz)
        )
        client = self.partner_id.commercial_partner_id
        debts = self.env["telecom.arrears"]._get_overdue_debts(company, today, client)
        debts = debts.get(client.id, [])

        def format_total(chosen):
            total = sum(debt["amount"] for debt in chosen)
            return format_amount(self.env, total, company.currency_id)

        lines = [
            self.env._(
                "- %(invoice)s: %(amount)s, due on %(day)s",
                invoice=debt["move_name"],
                amount=format_total([debt]),
                day=format_date(self.env, debt["due_on"]),
            )
            for debt in debts[:number]
        ]
        if rest := debts[number:]:
            lines.append(
                self.env._(
                    "- %(count)s more: %(amount)s",
                    count=len(rest),
                    amount=format_total(rest),
                )
            )
        return lines
