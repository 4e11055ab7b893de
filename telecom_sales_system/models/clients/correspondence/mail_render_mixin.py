from odoo import api, models

# Texts of users; views are written by developers and used for notes in the chatter.
TEXTS_OF_USERS = ("inline_template", "qweb")


class MailRenderMixin(models.AbstractModel):
    """Templates, whose expressions could read the client of a document."""

    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(
        self,
        template_src,
        model,
        res_ids,
        engine="inline_template",
        add_context=None,
        options=None,
    ):
        if engine in TEXTS_OF_USERS and not self.env.su:
            self.env[model].browse(res_ids)._check_clients_readable()
        return super()._render_template(
            template_src, model, res_ids, engine, add_context, options
        )
