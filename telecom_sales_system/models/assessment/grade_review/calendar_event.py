from odoo import fields, models

from ...common.groups import INTERNAL_USER


class CalendarEvent(models.Model):
    """The grade conference at which a review is presented."""

    _inherit = "calendar.event"

    telecom_grade_review_id = fields.Many2one(
        "telecom.grade.review",
        string="Grade Review",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=INTERNAL_USER,
    )
