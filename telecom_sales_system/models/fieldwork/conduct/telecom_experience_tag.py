from odoo import fields, models


class TelecomExperienceTag(models.Model):
    _name = "telecom.experience.tag"
    _description = "Tag of the Case Library"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer()

    _name_uniq = models.UniqueIndex(
        "(name)", "This tag exists already. Choose it from the list."
    )
