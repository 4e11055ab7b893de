from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import email_normalize

from .contact_copies import CLIENT, get_partner_fields


class Base(models.AbstractModel):
    """All models: nobody points a record at a client whom he may not read.

    Fields copied or computed from the client would tell what the client's own record
    hides. For users who read all clients, each check ends at once.
    """

    _inherit = "base"

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Return defaults that point at no hidden client."""
        values = super().default_get(fields)
        self.browse()._check_client_links([values])
        return values

    @api.model_create_multi
    def create(self, vals_list):
        # A record that is copied has the client already, its copy has not.
        self.browse()._check_client_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_client_links([vals])
        return super().write(vals)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Check the right to a many2many field as well, which Odoo forgets."""
        field = self._fields.get(groupby_spec)
        if field and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def onchange(self, values, field_names, fields_spec):
        """Return the changes of a form that points at no hidden client."""
        if not self._is_open_to_all_clients():
            self._check_client_links([values], with_lines=True)
            return self._get_checked_onchange(values, field_names, fields_spec)
        return super().onchange(values, field_names, fields_spec)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _is_open_to_all_clients(self):
        return self.env.su or not self.env.user._is_limited_to_own_clients()

    def _message_get_suggested_recipients_batch(
        self,
        reply_discussion=False,
        reply_message=None,
        no_create=True,
        primary_email=False,
        additional_partners=None,
    ):
        if self._is_open_to_all_clients():
            return super()._message_get_suggested_recipients_batch(
                reply_discussion=reply_discussion,
                reply_message=reply_message,
                no_create=no_create,
                primary_email=primary_email,
                additional_partners=additional_partners,
            )
        # sudo: Odoo reads the addresses of all; who is hidden is taken out below, and
        # so are addresses that only the header of a message tells
        records = super(Base, self.sudo())
        own = records._message_get_suggested_recipients_batch(
            no_create=no_create or not self.env[CLIENT].has_access("create"),
            primary_email=primary_email,
            additional_partners=additional_partners and additional_partners.sudo(),
        )
        answered = records._message_get_suggested_recipients_batch(
            reply_discussion=reply_discussion,
            reply_message=reply_message and reply_message.sudo(),
        )
        found = {}
        for record_id, rows in own.items():
            known = {row["partner_id"] for row in rows} | {False}
            found[record_id] = [
                *rows,
                *(r for r in answered[record_id] if r["partner_id"] not in known),
            ]
        ids = {row["partner_id"] for rows in found.values() for row in rows}
        hidden = self.env[CLIENT].browse(ids - {False})._find_hidden_clients().ids
        return self._filter_recipients(found, hidden)

    def _filter_recipients(self, recipients, hidden_ids):
        """Return suggested recipients without hidden clients.

        An address that stands on the record itself stays, as one that nobody has:
        otherwise, whoever types one would be told whether it is a hidden client's.
        """
        typed = self._mail_get_primary_email()
        shown = {}
        for record_id, rows in recipients.items():
            own = email_normalize(typed.get(record_id) or "")
            shown[record_id] = [r for r in rows if r["partner_id"] not in hidden_ids]
            if len(shown[record_id]) < len(rows) and own:
                if not any(email_normalize(r["email"]) == own for r in rows):
                    continue
                shown[record_id].append(
                    {"create_values": {}, "email": own, "name": own}
                    | {"partner_id": False}
                )
        return shown

    def _get_checked_onchange(self, values, field_names, fields_spec):
        """Return the onchange of a form whose client, in the end, the user may read.

        The client may come from a field that the user changed, as an order's.

        :raises AccessError: the client is hidden from the user
        """
        domains = self.env["ir.rule"]._get_contact_copies_domains(self._name)
        extra = [name for name in domains if name not in fields_spec]
        result = super().onchange(  # pylint: disable=super-method-mismatch
            values, field_names, {**fields_spec, **dict.fromkeys(extra, {})}
        )
        changed = result.get("value", {})
        for name, domain in domains.items():
            value = changed.get(name, values.get(name, self[name]))
            self._check_client_link(name, self._get_linked_ids(value), domain)
        for name in extra:
            changed.pop(name, None)
        return result

    def _check_client_links(self, vals_list, with_lines=False):
        """Check that values point at no hidden client that the records had not before.

        :param with_lines: check the values of lines too; writing does so one by one
        :raises AccessError: the client, or a record with its data, is hidden
        """
        if self._is_open_to_all_clients():
            return
        rules = self.env["ir.rule"]
        fields = rules._get_client_link_fields(self._name)
        linked = defaultdict(set)
        for vals in vals_list:
            for name in fields.keys() & vals.keys():
                linked[name] |= self._get_linked_ids(vals[name])
        for name, ids in linked.items():
            domain = rules._get_client_link_domain(fields[name])
            self._check_client_link(name, ids, domain)
        if with_lines:
            for vals in vals_list:
                self._check_client_links_of_lines(vals)

    def _check_client_link(self, name, ids, domain):
        """Check that a field points at records of a domain, or did so before.

        :raises AccessError: one of them is not of the domain
        """
        # sudo: the records are searched by the rule itself; none is read
        records = self.env[self._fields[name].comodel_name].sudo()
        known = self.env.user.partner_id.ids if records._name == CLIENT else ()
        if records._name == "res.users":
            known = [i for i in ids if records.browse(i)._is_internal()]
        if not (ids := ids.difference(known)):
            return
        hidden = records.with_context(active_test=False).search(
            Domain("id", "in", ids) & ~domain
        )
        # sudo: what the records pointed at before is compared by its id
        if hidden and not (
            self and all(hidden <= record[name] for record in self.sudo())
        ):
            raise AccessError(
                self.env._(
                    "%(model)s, field %(field)s: %(client)s is a key client whose"
                    " contact data you may not read. Ask its client manager or the"
                    " customer service department.",
                    model=self._description,
                    field=self._fields[name]._description_string(self.env),
                    client=hidden[:1].display_name,
                )
            )

    def _check_client_links_of_lines(self, vals):
        """Check the values of new and changed lines among form values."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if field and field.type in ("one2many", "many2many"):
                lines = self.env[field.comodel_name]
                for command in value or ():
                    if (
                        isinstance(command, (list, tuple))
                        and len(command) > 2
                        and command[0] in (Command.CREATE, Command.UPDATE)
                    ):
                        line_id = command[1] if command[0] == Command.UPDATE else 0
                        line = lines.browse(line_id if isinstance(line_id, int) else 0)
                        (line if line.id else lines)._check_client_links(
                            [command[2]], with_lines=True
                        )

    @api.model
    def _get_linked_ids(self, value):
        """Return the ids that a value of a many2one or x2many field points at."""
        if isinstance(value, models.BaseModel):
            return set(value.ids)
        if isinstance(value, dict):
            value = value.get("id")
        if not isinstance(value, (list, tuple)):
            value = [value]
        elif len(value) == 2 and isinstance(value[1], str):
            value = value[:1]
        ids = set()
        for item in value:
            if not isinstance(item, (list, tuple)):
                ids.add(item)
            elif item and item[0] == Command.LINK:
                ids.add(item[1])
            elif item and item[0] == Command.SET:
                ids.update(item[2])
        return {item for item in ids if item and isinstance(item, int)}

    def _check_clients_readable(self):
        """Check that the user may read the clients whom the records are about.

        :raises AccessError: a paper or a letter would tell contact data of a client
        """
        if hidden := self._find_hidden_clients_of_records():
            raise AccessError(
                self.env._(
                    "%(model)s: papers and letters show contact data of %(client)s, a"
                    " key client whom you may not read. Ask its client manager or the"
                    " customer service department.",
                    model=self._description,
                    client=hidden[:1].sudo().display_name,
                )
            )

    def _find_hidden_clients_of_records(self):
        """Return the hidden clients whom the records are about."""
        # sudo: the clients are searched by their ids only
        records = self.sudo()
        clients = records if self._name == CLIENT else records.env[CLIENT]
        if self and self.env.user._is_limited_to_own_clients():
            for name in get_partner_fields(self):
                clients |= records[name]
        return clients.sudo(False)._find_hidden_clients()
