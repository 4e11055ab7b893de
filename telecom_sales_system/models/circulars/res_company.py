from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.paper.letter import UnknownPlaceholder, check_placeholders
from ..common.groups import INTERNAL_USER

NUMBER_PARTS = frozenset({"prefix", "year", "number"})
CHINESE_PATTERN = "{prefix}〔{year}〕{number}号"
OTHER_PATTERN = "{prefix} {year}/{number}"


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_circular_pattern = fields.Char(
        string="Pattern of Circular Numbers",
        compute="_compute_circular_pattern",
        store=True,
        readonly=False,
        precompute=True,
        help="{prefix} is that of the issuing unit, {year} the year of issue, {number}"
        " counts the circulars of the unit in that year.",
        groups=INTERNAL_USER,
    )
    telecom_circular_reminder_days = fields.Integer(
        string="Remind of Circulars after (days)",
        default=3,
        help="Recipients who have not acknowledged a circular this many days after its"
        " issue get an activity, and a new one after as many days again. Zero: no"
        " reminders.",
        groups=INTERNAL_USER,
    )

    _telecom_circular_reminder_positive = models.Constraint(
        "CHECK (telecom_circular_reminder_days >= 0)",
        "Company, field Remind of Circulars after (days): it cannot be negative.",
    )

    @api.depends("telecom_lang")
    def _compute_circular_pattern(self):
        """Propose the pattern of the language, unless somebody wrote one."""
        for company in self:
            written = company.telecom_circular_pattern
            if not written or written in (CHINESE_PATTERN, OTHER_PATTERN):
                is_chinese = company._get_telecom_lang().startswith("zh")
                pattern = CHINESE_PATTERN if is_chinese else OTHER_PATTERN
                company.telecom_circular_pattern = pattern

    @api.constrains("telecom_circular_pattern")
    def _check_circular_pattern(self):
        for company in self:
            pattern = company.telecom_circular_pattern or ""
            lacking = sorted(p for p in NUMBER_PARTS if f"{{{p}}}" not in pattern)
            if lacking:
                raise ValidationError(
                    self.env._(
                        "Company %(company)s, field Pattern of Circular Numbers: it"
                        " needs {%(part)s}, else two circulars would have one number.",
                        company=company.name,
                        part=lacking[0],
                    )
                )
            try:
                check_placeholders(pattern, NUMBER_PARTS)
            except UnknownPlaceholder as error:
                raise ValidationError(
                    self.env._(
                        "Company %(company)s, field Pattern of Circular Numbers:"
                        " “%(fragment)s” is not known. There are {prefix}, {year} and"
                        " {number}.",
                        company=company.name,
                        fragment=error.fragment,
                    )
                ) from None
