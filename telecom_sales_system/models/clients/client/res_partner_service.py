from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...common.groups import ANY_ROLE, INTERNAL_USER, SERVICE, UNIT_MANAGER
from .telecom_client_service_history import SERVED_BY

# Who serves a client: set by those who may hand it over.
SERVICE_FIELDS = ("sales_unit_id", "client_manager_id", "deputy_manager_id")
# Set by changes of the tier; the department corrects the day.
SINCE = "key_client_since"
TIER_FIELDS = ("is_key_client", SINCE)
AT_WORK = [("state", "in", ["registered", "suspended"])]


class ResPartner(models.Model):
    """Client with lead and deputy manager (AB 角), and who may hand it over."""

    _inherit = "res.partner"

    client_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Lead Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
        groups=INTERNAL_USER,
    )
    deputy_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Deputy Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
        help="Takes over when the lead manager leaves.",
        groups=INTERNAL_USER,
    )
    may_hand_over = fields.Boolean(compute="_compute_may_hand_over", groups=ANY_ROLE)

    _managers_differ = models.Constraint(
        "CHECK (client_manager_id <> deputy_manager_id)",
        "Client, field Deputy Client Manager: lead and deputy must be two people.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_may_hand_over(self):
        for partner in self:
            saved = partner._origin._get_service()
            partner.may_hand_over = partner._may_hand_over(saved, saved)

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.onchange("industry_id")
    def _onchange_industry_id(self):
        if not self.client_manager_id:
            # sudo: the proposal may be a colleague whose file the user does not see
            manager = self.industry_id.sudo().manager_id
            if manager.company_id == self.env.company:
                before = self._get_service()
                now = before | {"client_manager_id": manager}
                if self._may_hand_over(before, now):
                    self.client_manager_id = manager.sudo(False)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _set_service(self, vals):
        """Give clients a unit and managers; the caller has checked this."""
        clients = self.filtered(
            lambda client: any(client[name].id != vals[name] for name in vals)
        )
        # Odoo would log it client by client.
        clients._track_discard()
        clients.write(vals)

    def _record_handovers(self, vals):
        """Record who served the clients that values hand over to somebody else.

        Who is entered where nobody was yet has served the client all along. Where
        somebody was and then nobody, nobody served the client until now.
        """
        served_by = {
            name: self._fields[name].convert_to_cache(vals[name], self)
            for name in SERVED_BY
            if name in vals
        }
        history = self.env["telecom.client.service.history"]
        clients = self.filtered(lambda p: p == p.commercial_partner_id)
        handed_over = self.browse()
        for name, new_id in served_by.items():
            changing = clients.filtered(lambda p, n=name, new=new_id: p[n].id != new)
            served = changing.filtered(name)
            handed_over |= served
            if unserved := changing - served:
                handed_over |= history._filter_served(unserved, name)
        if handed_over:
            history._record_handovers(handed_over)

    def _end_client_files(self, vals):
        """End the files of clients that become contacts of another client.

        What was before stays with those who served them and with their tiers.
        """
        if vals.keys().isdisjoint(("parent_id", "is_company")):
            return
        for partner in self.filtered(lambda p: p == p.commercial_partner_id):
            parent = self.browse(vals.get("parent_id", partner.parent_id.id))
            if parent and not vals.get("is_company", partner.is_company):
                client = parent.commercial_partner_id
                self.env["telecom.client.service.history"]._end_files(partner, client)
                self.env["telecom.client.tier.history"]._end_files(
                    partner, self.env._("Contact of %s by now", client.display_name)
                )

    def _get_service(self):
        """Return who serves a client, and whether it is none of a company's contacts.

        :return: ``{field: value}`` of the client file, with the key ``is_client``
        """
        # sudo: the guard must also see units and people that the user cannot
        partner = self.sudo()
        values = {name: partner[name] for name in (*SERVICE_FIELDS, *TIER_FIELDS)}
        return values | {"is_client": partner == partner.commercial_partner_id}

    def _check_may_serve(self, before, vals=None):
        """Check that the user may make a change of who serves these clients.

        Contacts take what their company has.

        :param before: what ``_get_service`` returned for each; nothing if it is new
        :param vals: values that will be written; None if they are
        :raises AccessError: the user may not hand a client over
        """
        if self.env.su or not (before or vals is None):
            return
        given = self._convert_service_vals(vals or {})
        nobody = self.browse()._get_service() | {"is_client": False}
        for partner in self:
            was, now = before.get(partner, nobody), partner._get_service() | given
            changed = {name for name in SERVICE_FIELDS if was[name] != now[name]}
            since = {"key_client_since"} if was[SINCE] != now[SINCE] else set()
            if not now["is_client"]:
                taken = partner.sudo().commercial_partner_id._get_service()
                # A client that becomes a contact is handed over with its company.
                same = {n for n in taken if taken[n] == now[n] and not was["is_client"]}
                changed, since = changed - same, since - same
            elif partner in before and not was["is_client"]:
                # A contact that leaves its company has nobody.
                changed = {name for name in changed if now[name]}
                since = since if now[SINCE] else set()
            if vals is None and now["is_key_client"] != bool(partner.sudo().tier_id):
                partner._refuse_service("is_key_client")
            if changed and not partner._may_hand_over(was, now):
                partner._refuse_service(min(changed))
            if since and not self.env.user.has_group(SERVICE):
                partner._refuse_service(SINCE)

    @api.model
    def _convert_service_vals(self, vals):
        """Return the values to be written that ``_get_service`` returns."""
        # sudo: units and people that the user may not see
        record = self.sudo().browse()
        return {
            name: field.convert_to_record(
                field.convert_to_cache(vals[name], record), record
            )
            for name, field in self._fields.items()
            if name in vals and name in (*SERVICE_FIELDS, SINCE)
        }

    def _may_hand_over(self, before, now):
        """Return whether the user may give a client to those who serve it now.

        The customer service department may, and so may managers within their units.

        :param before: what ``_get_service`` returned before the change
        :param now: the same after it
        """
        user = self.env.user
        if self.env.su or user.has_group(SERVICE):
            return True
        if not user.has_group(UNIT_MANAGER):
            return False
        people = ("client_manager_id", "deputy_manager_id")
        units = before["sales_unit_id"] | now["sales_unit_id"]
        units = units or before["client_manager_id"].unit_id
        for name in people:
            if now[name] != before[name]:
                units |= now[name].unit_id
        if not units:
            # Nobody serves the client yet: any manager may take it up.
            return not any(now[name] for name in people)
        return all(user in unit.supervisor_ids for unit in units)

    def _refuse_service(self, name):
        # sudo: the user may have lost sight of the client by the change
        client = self.sudo().display_name
        field = self._fields[name]._description_string(self.env)
        if name == "is_key_client":
            raise AccessError(
                self.env._(
                    "Client %(client)s, field %(field)s: it follows from the tier.",
                    client=client,
                    field=field,
                )
            )
        if name == SINCE:
            raise AccessError(
                self.env._(
                    "Client %(client)s, field %(field)s: it is set with the first tier;"
                    " only the customer service department corrects it.",
                    client=client,
                    field=field,
                )
            )
        raise AccessError(
            self.env._(
                "Client %(client)s, field %(field)s: only the customer service"
                " department hands clients over, and managers those of their units to"
                " people of their units. Ask them.",
                client=client,
                field=field,
            )
        )
