from odoo import api, fields, models

# Value of the context keys below. No call from outside can send this very object, so
# that nobody else skips the checks of entries and their records.
INSIDE = object()
# The change of an entry comes from its record, or that of a record from its entry.
FROM_RECORD, FROM_ENTRY = "telecom_from_record", "telecom_from_entry"
# What an entry takes from the start and the end of its record.
TIMES = ("start", "stop", "allday")


class TelecomCalendarMixin(models.AbstractModel):
    """Records with an entry in the calendar that keeps in step with them.

    ``_event_fields`` names the fields of the entry that follow a field of the record.
    What people change on the entry itself stays until that field changes. Attendees
    get no mails.
    """

    _name = "telecom.calendar.mixin"
    _description = "Records with a Calendar Entry"
    _event_fields = {}

    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sync_event()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._update_dependents(vals)
        return result

    def unlink(self):
        # sudo: the entry belongs to the record, whoever keeps the record
        events = self.sudo().event_id.with_context(**{FROM_RECORD: INSIDE})
        result = super().unlink()
        events.unlink()
        return result

    def _update_dependents(self, vals):
        """Update what depends on written values: here the entry; models extend it."""
        changed = self._event_fields.keys() & vals.keys()
        if changed and self.env.context.get(FROM_ENTRY) is not INSIDE:
            self._sync_event(changed)

    def _sync_event(self, changed=None):
        """Create missing entries and update the others, without sending mails.

        :param changed: names of the changed fields of the records, all if None
        """
        # sudo: the entry belongs to the record, whoever keeps the record
        records = self.sudo().with_context(
            no_mail_to_attendees=True, **{FROM_RECORD: INSIDE}
        )
        fresh = records.filtered(lambda record: not record.event_id)
        fresh = fresh.filtered(lambda record: record._needs_event())
        events = records.env["calendar.event"].create(
            [record._prepare_event() for record in fresh]
        )
        for record, event in zip(fresh, events, strict=True):
            record.event_id = event
        for record in (records - fresh).filtered("event_id"):
            vals = record._prepare_event()
            if changed is not None:
                names = {
                    name for field in changed for name in self._event_fields[field]
                }
                vals = {name: vals[name] for name in names}
            record.event_id.write(vals)

    def _needs_event(self):
        """Return whether a record without an entry gets one."""
        return True

    def _prepare_event(self):
        """Return all values of the entry."""
        raise NotImplementedError
