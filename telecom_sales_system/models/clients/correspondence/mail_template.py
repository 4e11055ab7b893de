from odoo import models


class MailTemplate(models.Model):
    """Templates that Odoo tries on a record when they are saved."""

    _inherit = "mail.template"

    def _check_can_be_rendered(self, fnames=None, render_options=None):
        # The record may be one of a hidden client; limited users write no expressions.
        if self._is_open_to_all_clients():
            super()._check_can_be_rendered(fnames, render_options)
