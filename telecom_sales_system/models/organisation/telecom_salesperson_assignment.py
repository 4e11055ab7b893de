from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..common.dated_rows import (
    build_days_order_constraint,
    build_no_overlap_constraint,
    find_conflicting_owner,
)


def _get_overlap_message(env, diagnostics):
    person = (
        env["telecom.salesperson"]
        .sudo()
        .browse(find_conflicting_owner(diagnostics) or ())
    )
    return env._(
        "Salesperson %s, fields First Day and Last Day: two assignments overlap. End"
        " the earlier one before the next begins.",
        person.name or "",
    )


class TelecomSalespersonAssignment(models.Model):
    _name = "telecom.salesperson.assignment"
    _description = "Salesperson Assignment"
    _inherit = ["telecom.dated.mixin", "telecom.guarded.mixin"]
    _order = "salesperson_id, date_from desc"
    _check_company_auto = True

    @api.model
    def _default_date_from(self):
        person = self.env.context.get("default_salesperson_id")
        return self._propose_first_day(self.salesperson_id.browse(person))

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="salesperson_id.company_id", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(
        "crm.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="['|', ('unit_id', '=', False), ('unit_id', 'parent_of', unit_id)]",
    )
    grade_id = fields.Many2one(
        "telecom.salesperson.grade", ondelete="restrict", check_company=True
    )
    date_from = fields.Date(default=lambda self: self._default_date_from())

    _days_in_order = build_days_order_constraint(
        "Assignment, field Last Day: it cannot lie before the first day."
    )
    _no_overlap = build_no_overlap_constraint("salesperson_id", _get_overlap_message)

    @api.depends("salesperson_id", "unit_id", "date_from")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.salesperson_id.name} · {row.unit_id.name}"

    @api.constrains("team_id", "unit_id")
    def _check_team_unit(self):
        for row in self:
            if not row._is_within_team_unit():
                raise ValidationError(
                    self.env._(
                        "Salesperson %(name)s, field Team: %(team)s belongs to"
                        " %(home)s, not to %(unit)s.",
                        name=row.salesperson_id.name,
                        team=row.team_id.name,
                        home=row.team_id.unit_id.name,
                        unit=row.unit_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create assignments; candidates are at work since they sell, not since now."""
        for vals in vals_list:
            if not vals.get("date_from"):
                person = self.salesperson_id.browse(vals.get("salesperson_id"))
                vals["date_from"] = self._propose_first_day(person)
        return super().create(vals_list)

    @api.model
    def _propose_first_day(self, person):
        """Return the first day of a new assignment, of a person or of nobody yet."""
        company = person.company_id or self.env.company
        if person.state == "candidate":
            return person._propose_first_days(person.user_id, company)[person.user_id]
        return company._telecom_today()

    def _is_within_team_unit(self):
        """Return whether the unit lies in the team's unit, or the team has none."""
        home = self.team_id.unit_id
        return not home or self.unit_id.parent_path.startswith(home.parent_path)

    @api.model
    def _get_unfinished_domain(self):
        """Return the domain of assignments that are valid today or later."""
        endless = Domain("date_to", "=", False)
        return self.env["res.company"]._telecom_day_domain(
            lambda company: endless | Domain("date_to", ">=", company._telecom_today())
        )
