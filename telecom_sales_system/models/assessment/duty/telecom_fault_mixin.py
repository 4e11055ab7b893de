import logging

import psycopg2

from odoo import fields, models

_logger = logging.getLogger(__name__)


class TelecomFaultMixin(models.AbstractModel):
    """Records that a job leaves out when they make it fail, and that say why."""

    _name = "telecom.fault.mixin"
    _description = "Records That a Job May Leave Out"

    job_error = fields.Char(
        string="Left Out by the Job",
        readonly=True,
        copy=False,
        help="Why the job could not process this record; it processed all others."
        " Correct the record: the next run tries again.",
    )

    def _run_past_faults(self, function):
        """Call a function on all records except those that make it fail.

        A batch that fails is halved until the faulty record is alone. That record keeps
        the error, and all others are processed.

        :param function: called with records, once for all if nothing fails
        :return: the results of the calls, a list
        :raises psycopg2.OperationalError: the database asks to try again later
        """
        if not self:
            return []
        try:
            with self.env.cr.savepoint():
                result = function(self)
                self.env.flush_all()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            half = len(self) // 2
            if half:
                first, second = self[:half], self[half:]
                return first._run_past_faults(function) + second._run_past_faults(
                    function
                )
            _logger.warning("%s was left out", self, exc_info=True)
            # sudo: the job notes on any record why it left it out
            self.sudo().job_error = str(error)
            return []
        if mended := self.filtered("job_error"):
            # sudo: as above
            mended.sudo().job_error = False
        return [result]
