from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

SERVICE = "telecom_sales_system.group_telecom_service"


class TelecomMarketingProjectClosing(models.AbstractModel):
    """Closing of a marketing project: its review, and its figures on that day."""

    _name = "telecom.marketing.project.closing"
    _description = "Closing of Marketing Projects"

    review = fields.Html(
        string="Closing Review",
        help="The results of the project, what went well and what did not. A project"
        " cannot be closed without it.",
    )
    done_on = fields.Date(readonly=True, copy=False, index=True, tracking=True)
    counts_as_large = fields.Boolean(
        string="Large at Closing", readonly=True, copy=False
    )
    closed_late = fields.Boolean(
        string="Done After the Deadline",
        compute="_compute_closed_late",
        store=True,
    )

    @api.depends("done_on")
    def _compute_closed_late(self):
        for project in self:
            done_on, deadline = project.done_on, project.deadline
            project.closed_late = bool(done_on and deadline and done_on > deadline)

    def action_close(self):
        """Close projects today, with the revenue achieved so far.

        :raises AccessError: the user manages no unit
        :raises UserError: a project is closed, or lacks its closing review or campaign
        """
        self._check_not_closed()
        self._check_planner()
        for project in self:
            if is_html_empty(project.review):
                raise UserError(
                    self.env._(
                        "Marketing project %s, field Closing Review: write the results"
                        " of the project before you close it.",
                        project.display_name,
                    )
                )
            if not project.campaign_id:
                raise UserError(
                    self.env._(
                        "Marketing project %s, field Campaign: without one, the"
                        " revenue of the project is unknown. Choose or create its"
                        " campaign before you close it.",
                        project.display_name,
                    )
                )
        stage = self.env["telecom.marketing.project.stage"].search(
            [("is_closing", "=", True)], limit=1
        )
        for project in self:
            achieved = project.achieved_revenue
            zone = project.company_id.partner_id.tz or self.env.user.tz
            vals = {
                "done_on": fields.Date.context_today(project.with_context(tz=zone)),
                "closed_revenue": achieved,
                "counts_as_large": project.is_large,
            }
            if stage:
                vals["stage_id"] = stage.id
            project._set_guarded(vals)

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for reopening closed projects."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    def _reopen_for_correction(self, reason):
        """Reopen closed projects and post the reason in their chatter.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them is not closed
        """
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "Marketing project %s: only the customer service department reopens"
                    " a closed project.",
                    self[:1].display_name,
                )
            )
        for project in self:
            if not project.done_on:
                raise UserError(
                    self.env._(
                        "Marketing project %s is not closed.", project.display_name
                    )
                )
        self._set_guarded(
            {"done_on": False, "closed_revenue": 0, "counts_as_large": False}
        )
        self.stage_id = self._default_stage_id()
        for project in self:
            project.message_post(body=self.env._("Reopened for correction: %s", reason))

    def _check_not_closed(self):
        for project in self:
            if project.done_on:
                raise UserError(
                    self.env._(
                        "Marketing project %s is closed and cannot be changed. The"
                        " customer service department can reopen it.",
                        project.display_name,
                    )
                )
