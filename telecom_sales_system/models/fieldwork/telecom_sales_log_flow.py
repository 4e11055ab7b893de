from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

SERVICE = "telecom_sales_system.group_telecom_service"
REMINDER = "telecom_sales_system.mail_activity_type_sales_log"


class TelecomSalesLogFlow(models.AbstractModel):
    """Steps of a sales log: draft, submitted by its writer, inspected by a superior."""

    _name = "telecom.sales.log.flow"
    _description = "Steps of a Sales Log"

    def action_submit(self):
        """Submit logs and keep the present text of their meetings and visits.

        A returned log keeps the time of its first submission.

        :raises AccessError: a log is somebody else's
        :raises UserError: a log is no draft, lies ahead, or has no plan
        """
        self._check_is_writer()
        self._check_state("draft")
        now = fields.Datetime.now()
        deadlines, last_days = self._get_deadlines(), self._get_last_workdays()
        for log in self:
            log._check_can_submit(now, last_days.get(log.id, log.date_to))
            local = log.with_context(lang=log.user_id.lang)
            vals = {
                "state": "submitted",
                "submitted_meetings": local.meetings,
                "submitted_visits": local.visits,
            }
            if not log.submitted_at:
                deadline = deadlines.get(log.id)
                is_late = bool(deadline and now >= deadline)
                vals |= {"submitted_at": now, "is_late": is_late}
            log._set_guarded(vals)
        # sudo: the reminder was put there by the system
        self.sudo().activity_unlink([REMINDER])

    @api.readonly
    def action_open_inspection(self):
        """Open the dialog for score and remark."""
        self.ensure_one()
        self._check_state("submitted")
        self._check_is_superior()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspect Sales Log"),
            "res_model": "telecom.sales.log.inspection",
            "view_mode": "form",
            "target": "new",
            "context": {"default_log_id": self.id},
        }

    def _apply_inspection(self, score, remark):
        """Record the score and remark of a superior, and mark the logs as inspected.

        :param score: 0 to 100
        :raises AccessError: the user is no superior of the writer
        :raises UserError: the log is not submitted, or a score of 0 is not explained
        """
        self._check_state("submitted")
        self._check_is_superior()
        if not score and not (remark or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Score: enter the score; one of 0 needs a"
                    " remark that says why.",
                    self[:1].display_name,
                )
            )
        self._set_guarded(
            {
                "state": "inspected",
                "score": score,
                "remark": remark,
                "inspected_by_id": self.env.uid,
                "inspected_at": fields.Datetime.now(),
            }
        )

    def _return_to_writer(self, remark):
        """Return logs to their writers for completion.

        :raises AccessError: the user is no superior of the writer
        :raises UserError: the log is not submitted, or there is no remark
        """
        self._check_state("submitted")
        self._check_is_superior()
        if not (remark or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Remark: write what its writer is to complete.",
                    self[:1].display_name,
                )
            )
        self._set_guarded({"state": "draft", "remark": remark})
        kind = self.env.ref(REMINDER)
        for log in self:
            # sudo: the writer's list of things to do
            log.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type_id=kind.id,
                summary=self.env._("Returned: %s", remark),
                user_id=log.user_id.id,
                date_deadline=fields.Date.context_today(log),
            )

    def _get_deadlines(self):
        """Return ``{id: moment from which the log is late}``, of logs with a day."""
        logs = self.filtered(lambda log: log.ids and log.date_to)
        if not logs:
            return {}
        self.env.flush_all()
        due = self.env["telecom.sales.log.due"]
        days = logs.mapped("date_to")
        rows = self.env.execute_query(
            SQL(
                """
                WITH day AS (%(days)s)
                SELECT log.id, %(deadline)s
                  FROM telecom_sales_log log
                  JOIN res_users u ON u.id = log.user_id
                  JOIN res_partner contact ON contact.id = u.partner_id
                  JOIN day ON day.company_id = log.company_id
                       AND day.day = log.date_to
                 WHERE log.id = ANY (%(ids)s)
                """,
                days=due._get_days_query(min(days), max(days)),
                deadline=due._get_deadline_sql(
                    SQL("day"), SQL("COALESCE(contact.tz, day.zone)")
                ),
                ids=logs.ids,
            )
        )
        return dict(rows)

    def _get_last_workdays(self):
        """Return ``{id: last working day of the log}``, of logs that have one."""
        if not self:
            return {}
        self.env.flush_all()
        days = self.env["telecom.sales.log.due"]._get_days_query
        rows = self.env.execute_query(
            SQL(
                """
                WITH day AS (%s)
                SELECT log.id, MAX(day.day)
                  FROM telecom_sales_log log
                  JOIN day ON day.company_id = log.company_id AND day.is_working
                       AND day.day BETWEEN log.date_from AND log.date_to
                 WHERE log.id = ANY (%s)
              GROUP BY log.id
                """,
                days(min(self.mapped("date_from")), max(self.mapped("date_to"))),
                self.ids,
            )
        )
        return dict(rows)

    def _check_can_submit(self, now, last_day):
        """Refuse a log that lies ahead or lacks a plan.

        A weekly log can be submitted from its last working day on.
        """
        self.ensure_one()
        if last_day > self._convert_to_local_time(now).date():
            raise UserError(
                self.env._(
                    "Sales log %(log)s, field Day: it lies ahead. Submit the log on"
                    " %(day)s or later.",
                    log=self.display_name,
                    day=format_date(self.env, last_day),
                )
            )
        if not (self.plan or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Plan for Next: write what you will do next,"
                    " then submit.",
                    self.display_name,
                )
            )

    def _check_is_writer(self):
        for log in self:
            if log.user_id != self.env.user and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Sales log %s: only its writer changes and submits it.",
                        log.display_name,
                    )
                )

    def _is_superior(self):
        """Return whether the user may inspect this log. Nobody inspects an own log."""
        user = self.env.user
        # sudo: supervisors of any unit, whether the user sees it or not
        supervisors = self.sudo().unit_id.supervisor_ids
        return self.user_id != user and (user in supervisors or user.has_group(SERVICE))

    def _check_is_superior(self):
        for log in self:
            if not log._is_superior():
                raise AccessError(
                    self.env._(
                        "Sales log %s: it is inspected by a manager of its unit or of"
                        " one above it, and never by its writer.",
                        log.display_name,
                    )
                )

    def _check_state(self, *allowed):
        states = dict(self._fields["state"]._description_selection(self.env))
        for log in self:
            if log.state not in allowed:
                raise UserError(
                    self.env._(
                        "Sales log %(log)s is “%(state)s”; this step needs"
                        " “%(allowed)s”.",
                        log=log.display_name,
                        state=states[log.state],
                        allowed=" / ".join(states[state] for state in allowed),
                    )
                )
