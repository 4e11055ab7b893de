import base64
import logging
from urllib.parse import quote

import psycopg2
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...common.files.file_store import MissingFile

_logger = logging.getLogger(__name__)
MOST_AT_ONCE = 50_000  # entries of a month whose workbook is built in the request


class TelecomPeriodWorkbook(models.Model):
    """Workbook of a large month, built in the background and kept until outdated.

    Users who may read the whole ledger may read it; only the cron job writes it.
    """

    _name = "telecom.period.workbook"
    _description = "Kept Workbook of a Month"
    _inherit = ["telecom.guarded.mixin"]
    _rec_name = "period_id"
    _order = "period_id desc, id desc"

    period_id = fields.Many2one(
        "telecom.period", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True)
    file = fields.Binary(readonly=True)
    basis = fields.Char(
        readonly=True, help="Summary of the data that the file was built from."
    )
    asker_ids = fields.Many2many(
        "res.users",
        string="Asked by",
        context={"active_test": False},
        readonly=True,
        help="Users who wait for the file.",
    )

    _period_uniq = models.UniqueIndex("(period_id)")

    @api.model
    def _is_large(self, period):
        """Return whether a month has too many entries to build its file at once."""
        return (
            self.env["telecom.performance.entry"].search_count(
                [("period_id", "=", period.id)], limit=MOST_AT_ONCE + 1
            )
            > MOST_AT_ONCE
        )

    @api.model
    def _check_not_large(self, period):
        """Refuse a month whose file is built in the background.

        :raises UserError: the month is large
        """
        if self._is_large(period):
            raise UserError(
                self.env._(
                    "Period %s is large: press “Workbook” on its page, and its file is"
                    " built in the background.",
                    period.name,
                )
            )

    @api.model
    def _request_workbook(self, period):
        """Download the kept file of a month, or request it and notify the user later.

        :return: an action
        :raises AccessError: the user sees only a part of the ledger
        """
        self.check_access("read")
        # sudo: who may read a file may request it
        kept = self.sudo().search([("period_id", "=", period.id)])
        basis = kept._has_file() and kept.basis
        if basis and basis == self._get_file_basis(period):
            return {
                "type": "ir.actions.act_url",
                "url": kept._get_download_url(),
                "target": "download",
            }
        kept = kept or kept.create({"period_id": period.id})
        kept.asker_ids = [Command.link(self.env.uid)]
        # sudo: only triggers the cron job
        self.env.ref("telecom_sales_system.ir_cron_build_workbooks").sudo()._trigger()
        return period._get_notification_action(
            self.env._(
                "Period %s is large: its workbook is being built. You will be notified"
                " here when it is ready.",
                period.name,
            )
        )

    @api.model
    def _get_file_basis(self, period):
        """Return a text that changes when the contents of the file change.

        Implemented by the report that builds the file.
        """
        raise NotImplementedError

    @api.model
    def _build_file(self, period):
        """Return the xlsx file of a month as bytes.

        Implemented by the report that builds the file.

        :raises AccessError: the user sees only a part of the ledger
        """
        raise NotImplementedError

    def _has_file(self):
        """Return whether the file store has the file; a lost one is built again."""
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "in", self.ids),
            ]
        )
        try:
            return bool(file and file._get_content())
        except MissingFile:
            return False

    def _get_download_url(self):
        name = self.env._("Performance %s", self.period_id.name)
        return (
            f"/web/content/{self._name}/{self.id}/file/{quote(name)}.xlsx?download=true"
        )

    @api.model
    def _cron_build(self):
        """Build the requested files, one per transaction, as the first user who asked.

        Requests of an interrupted run remain and are served by the next run.
        """
        waiting = self.search([("asker_ids", "!=", False)], order="id")
        for left, kept in zip(range(len(waiting) - 1, -1, -1), waiting, strict=True):
            user = kept.asker_ids[0]
            kept.with_user(user).with_company(kept.company_id).with_context(
                lang=user.lang, tz=user.tz
            )._build_workbook_and_notify()
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                return

    def _build_workbook_and_notify(self):
        """Build the file unless it is current, and notify all who wait for it.

        :raises psycopg2.OperationalError: the database asks to try again later
        """
        # sudo: users cannot write kept workbooks
        kept = self.sudo()
        askers, error = kept.asker_ids, None
        try:
            with self.env.cr.savepoint():
                self._build_workbook()
        except psycopg2.OperationalError:
            raise
        except Exception as reason:
            _logger.info("Workbook of period %s", kept.period_id.name, exc_info=True)
            error = reason
        kept._notify_askers(askers, error)
        # Users who asked during the build are notified by the next run.
        kept.asker_ids = [Command.unlink(user.id) for user in askers]

    def _build_workbook(self):
        """Build the file unless it is current.

        :raises AccessError: the user sees only a part of the ledger
        """
        basis = self._get_file_basis(self.period_id)
        # sudo: the file store is asked whether it still has the file
        if basis != self.basis or not self.sudo()._has_file():
            content = base64.b64encode(self._build_file(self.period_id))
            # sudo: as above
            self.sudo().write({"file": content, "basis": basis})

    def _notify_askers(self, users, error):
        """Notify users, in their languages, that the file is ready or has failed."""
        for user in users:
            kept = self.with_context(lang=user.lang)
            period = kept.period_id
            if error:
                kind = "danger"
                text = kept.env._(
                    "The workbook of %(period)s could not be built: %(error)s",
                    period=period.name,
                    error=error,
                )
                body = text
            else:
                kind = "success"
                text = kept.env._("The workbook of %s is ready.", period.name)
                body = Markup("%s <a href='%s'>%s</a>") % (
                    text,
                    kept._get_download_url(),
                    kept.env._("Download"),
                )
            period.message_notify(
                partner_ids=user.partner_id.ids,
                subject=text,
                body=body,
                author_id=self.env.ref("base.partner_root").id,
            )
            user._bus_send(
                "simple_notification", {"type": kind, "message": text, "sticky": True}
            )
