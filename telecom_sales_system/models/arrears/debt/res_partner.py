from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.groups import ANY_ROLE, INTERNAL_USER
from ..case.telecom_blacklist_case import BLOCKING


class ResPartner(models.Model):
    _inherit = "res.partner"

    client_overdue = fields.Monetary(
        string="Overdue", compute="_compute_client_arrears", groups=ANY_ROLE
    )
    client_set_aside = fields.Monetary(
        string="Disputed or Non-Trade",
        compute="_compute_client_arrears",
        groups=ANY_ROLE,
        help="Open items that are not owed: disputed ones (No Follow-Up), and those of"
        " non-trade accounts.",
    )
    client_waiting = fields.Monetary(
        string="Received, Not Matched",
        compute="_compute_client_arrears",
        groups=ANY_ROLE,
        help="Money that has come in and pays no debt in the books yet.",
    )

    sales_block_state = fields.Selection(
        [("none", "No Case"), ("warned", "Arrears Case"), ("blocked", "Blacklisted")],
        string="Order Block",
        compute="_compute_sales_block",
        search="_search_sales_block_state",
        help="Everybody sees it. Orders of blacklisted clients cannot be confirmed.",
        groups=INTERNAL_USER,
    )
    sales_block_message = fields.Text(
        string="About the Block",
        compute="_compute_sales_block",
        groups=INTERNAL_USER,
    )

    @api.depends_context("company", "lang")
    def _compute_sales_block(self):
        cases = self._get_open_cases_by_partner(self.env.company)
        for partner in self:
            state, message = cases[partner]._get_block()
            partner.sales_block_state, partner.sales_block_message = state, message

    @api.model
    def _search_sales_block_state(self, operator, value):
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields["sales_block_state"], "read")
        if operator != "in":
            return NotImplemented
        # sudo: every user may know whether a client is blocked
        cases = self.env["telecom.blacklist.case"].sudo()
        here = Domain("company_id", "=", self.env.company.id)
        blocked = cases.search(here & Domain("state", "in", BLOCKING)).partner_id
        warned = cases.search(here & Domain(cases._get_open_domain())).partner_id
        inside = {
            "blocked": Domain("id", "child_of", blocked.ids),
            "warned": Domain("id", "child_of", warned.ids)
            & ~Domain("id", "child_of", blocked.ids),
            "none": ~Domain("id", "child_of", warned.ids),
        }
        return Domain.OR(inside[state] for state in value if state in inside)

    @api.depends_context("uid", "company")
    def _compute_client_arrears(self):
        found = {
            client: sums
            for client, *sums in self.env["telecom.arrears.item"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                ],
                ["partner_id"],
                ["overdue:sum", "set_aside:sum", "waiting:sum"],
            )
        }
        for partner in self:
            overdue, set_aside, waiting = found.get(
                partner.commercial_partner_id, (0, 0, 0)
            )
            partner.client_overdue = overdue
            partner.client_set_aside = set_aside
            partner.client_waiting = waiting

    @api.readonly
    def action_open_arrears(self):
        """Open what the client owes the current company today."""
        action = self._get_client_action("telecom_arrears_item_action")
        here = [("company_id", "=", self.env.company.id)]
        return action | {"domain": action["domain"] + here}

    def _get_open_cases_by_partner(self, company):
        """Return ``{partner: its open cases}``, also those of companies above it.

        :param company: the company that sells
        """
        # sudo: every user may know whether a client is blocked
        cases = self.env["telecom.blacklist.case"].sudo()
        # The usual answer is no, and takes one query.
        if not self._has_open_cases(company):
            return dict.fromkeys(self, cases)
        above = {partner: partner._get_partner_and_parents() for partner in self}
        found = cases.search(
            [
                ("partner_id", "in", self.browse().union(*above.values()).ids),
                ("company_id", "=", company.id),
                *cases._get_open_domain(),
            ]
        ).grouped("partner_id")
        return {
            partner: cases.union(*(found.get(up, cases) for up in chain))
            for partner, chain in above.items()
        }

    def _has_open_cases(self, company):
        """Return whether one of the partners, or a company above it, has an open case.

        Parents are found as in ``_get_partner_and_parents``, within the one query.
        """
        # sudo: every user may know whether a client is blocked
        cases, partners = self.env["telecom.blacklist.case"].sudo(), self.sudo()
        query = cases._search(
            [("company_id", "=", company.id), *cases._get_open_domain()]
        )
        # A partner that is not saved yet may have other parents on the screen.
        ids = partners.union(
            *(
                partner._get_partner_and_parents()
                for partner in partners
                if not isinstance(partner.id, int)
            )
        ).ids
        found = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE up(id) AS (
                    SELECT unnest(%(ids)s::int[])
                     UNION
                    SELECT unnest(ARRAY[%(parent)s, %(commercial)s])
                      FROM up
                      JOIN res_partner AS below ON below.id = up.id
                )
                SELECT 1
                  FROM (%(cases)s) AS open(partner_id)
                 WHERE open.partner_id IN (SELECT id FROM up)
                 LIMIT 1
                """,
                ids=ids,
                parent=partners._field_to_sql("below", "parent_id"),
                commercial=partners._field_to_sql("below", "commercial_partner_id"),
                cases=query.select(
                    cases._field_to_sql(cases._table, "partner_id", query)
                ),
            )
        )
        return bool(found)

    def _get_partner_and_parents(self):
        """Return the partner and its parents, up to the top of its group."""
        # sudo: the company of a contact may be a client of somebody else
        chain = above = self.sudo()
        while above := above.parent_id | (above.commercial_partner_id - chain):
            if above <= chain:
                break
            chain |= above
        return self.browse(chain.ids)
