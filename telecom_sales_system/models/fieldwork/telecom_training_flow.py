from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

SERVICE = "telecom_sales_system.group_telecom_service"


class TelecomTrainingFlow(models.AbstractModel):
    """The way of a course: planned, held, its result list published."""

    _name = "telecom.training.flow"
    _description = "Steps of a Training Course"

    @api.readonly
    def action_open_invite(self):
        """Ask for the units whose people are invited."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_training_invite_action"
        )
        return action | {"context": {"default_training_id": self.id}}

    def action_hold(self):
        """It took place: from now on attendance and scores are entered.

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
        self.attendance_ids._settle_units()

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
        """Mark everybody as attended whose presence was not entered yet."""
        self._check_state("held")
        self.attendance_ids.filtered(lambda row: row.presence == "invited").write(
            {"presence": "attended"}
        )

    def action_publish(self):
        """Publish the result list; from now on nobody changes it.

        :raises UserError: it is not held, or somebody's presence or score lacks
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
            day = training._local(fields.Datetime.now()).date()
            training._set_guarded(
                {
                    "state": "published",
                    "published_on": day,
                    "published_by_id": self.env.uid,
                }
            )

    @api.readonly
    def action_open_reopen(self):
        """Ask for the reason of a correction."""
        return self.env["telecom.fieldwork.reopen"]._ask(self)

    def _reopen(self, reason):
        """Take a published list back for correction, for the reason kept in the log.

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
