from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

SERVICE = "telecom_sales_system.group_telecom_service"


class TelecomTrainingFlow(models.AbstractModel):
    """Steps of a training course: planned, held, result list published."""

    _name = "telecom.training.flow"
    _description = "Steps of a Training Course"

    @api.readonly
    def action_open_invite(self):
        """Open the dialog that asks for the units whose people are invited."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_training_invite_action"
        )
        return action | {"context": {"default_training_id": self.id}}

    def action_hold(self):
        """Note courses as held, so that attendance and scores can be entered.

        :raises UserError: it is not planned, or its sessions lie ahead
        """
        self._check_state("planned")
        now = fields.Datetime.now()
        for training in self:
            sessions = training.session_ids
            if not sessions or max(sessions.mapped("start")) > now:
                raise UserError(
                    self.env._(
                        "Training course %s, field Sessions: it is held once its last"
                        " session has begun. Enter the sessions or correct their time.",
                        training.display_name,
                    )
                )
        self._set_guarded({"state": "held"})
        self.attendance_ids._set_units_of_course_day()

    @api.readonly
    def action_open_import(self):
        """Open the import of a result list of this course."""
        self.ensure_one()
        self._check_state("held")
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Results"),
            "params": {
                "active_model": "telecom.training.attendance",
                "context": {"default_training_id": self.id},
            },
        }

    def action_mark_attended(self):
        """Mark everybody without an entered presence as attended."""
        self._check_state("held")
        self.attendance_ids.filtered(lambda row: row.presence == "invited").write(
            {"presence": "attended"}
        )

    def action_publish(self):
        """Publish result lists, so that nobody can change them.

        :raises UserError: a course is not held, or a presence or score is missing
        """
        self._check_state("held")
        for training in self:
            rows = training.attendance_ids
            if not rows:
                raise UserError(
                    self.env._(
                        "Training course %s, field Attendance: nobody was invited, so"
                        " there is no result list. Use the button Invite.",
                        training.display_name,
                    )
                )
            if pending := rows.filtered(lambda row: row.result == "pending"):
                raise UserError(
                    self.env._(
                        "Training course %(course)s: enter attendance or score of"
                        " %(names)s before you publish the results.",
                        course=training.display_name,
                        names=format_list(
                            self.env, pending.user_id.sudo().mapped("name")[:5]
                        ),
                    )
                )
            day = training._convert_to_local_time(fields.Datetime.now()).date()
            training._set_guarded(
                {
                    "state": "published",
                    "published_on": day,
                    "published_by_id": self.env.uid,
                }
            )

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for a correction."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    def _reopen_for_correction(self, reason):
        """Reopen published result lists and post the reason in their chatter.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: it is not published
        """
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "Training course %s: only the customer service department reopens a"
                    " published result list.",
                    self[:1].display_name,
                )
            )
        self._check_state("published")
        self._set_guarded(
            {"state": "held", "published_on": False, "published_by_id": False}
        )
        for training in self:
            training.message_post(
                body=self.env._("Reopened for correction: %s", reason)
            )

    def _check_state(self, *allowed):
        states = dict(self._fields["state"]._description_selection(self.env))
        for training in self:
            if training.state not in allowed:
                raise UserError(
                    self.env._(
                        "Training course %(course)s is “%(state)s”; this step needs"
                        " “%(allowed)s”.",
                        course=training.display_name,
                        state=states[training.state],
                        allowed=" / ".join(states[state] for state in allowed),
                    )
                )
