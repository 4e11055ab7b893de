from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools.date_utils import end_of

from ....tools.decimals import exact

SUMMARY, PEOPLE, CLIENTS = "summary", "people", "clients"


class TelecomUnitReportFacts(models.AbstractModel):
    """People, clients and figures of units in a month, to compare with reports.

    A figure has a key (kind of sheet, row, column), like the cells of the workbook. All
    units are read at once: the number of queries does not depend on them.
    """

    _name = "telecom.unit.report.facts"
    _description = "Facts of Monthly Reports"

    def _get_metrics(self, kind, company):
        """Return the metrics that a company asks for on a sheet."""
        field = "in_unit_report" if kind == SUMMARY else "in_person_report"
        # sudo: which figures a report asks for is no secret
        metrics = self.env["telecom.metric"].sudo()
        return metrics._find_metrics(company, field)

    def _get_people(self, units, month):
        """Return ``{unit: assignments}`` on the last day, those below a unit, too."""
        last_day = end_of(month, "month")
        # sudo: a report is about all people of its unit
        assignments = self.env["telecom.salesperson.assignment"].sudo()
        found = assignments.search(
            Domain("unit_id", "child_of", units.ids)
            & Domain("date_from", "<=", last_day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", last_day)),
        )
        found = found.sorted(lambda row: (row.salesperson_id.name or "", row.id))
        return self._group_by_unit(units, found, found.grouped("unit_id"))

    def _get_clients(self, units, month):
        """Return ``{unit: key clients}`` on the last day, those below it, too."""
        self.env.flush_all()
        day = end_of(month, "month")
        query = self.env["telecom.client.tier.history"]._get_key_files_query(day)
        service = self.env["telecom.client.service.history"]
        served = service._get_clients_by_unit(query, day)
        # sudo: a report is about all clients of its unit
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        homes = (
            units.sudo()
            .with_context(active_test=False)
            .search([("id", "child_of", units.ids)])
        )
        ids = {client_id for home in homes for client_id in served.get(home.id, ())}
        found = partners.search([("id", "in", list(ids))], order="name, id")
        by_home = {
            home: found.filtered(lambda c, home=home: c.id in served[home.id])
            for home in homes
            if home.id in served
        }
        return self._group_by_unit(units, found, by_home)

    def _group_by_unit(self, units, records, by_home):
        """Return ``{unit: records}`` of the units and of all units below each.

        :param by_home: ``{unit: records}`` of each unit alone
        """
        found = {unit.id: records.browse() for unit in units}
        for home, mine in by_home.items():
            for above in map(int, home.parent_path.split("/")[:-1]):
                if above in found:
                    found[above] |= mine
        return {unit: records & found[unit.id] for unit in units}

    def _get_figures(self, period, units, people, clients):
        """Return ``{unit: {key: Decimal}}`` of a computed month.

        :param people: as ``_get_people`` returns them
        :param clients: as ``_get_clients`` returns them
        """
        of_people = self._get_figures_of_people(period, people)
        of_clients = self._get_figures_of_clients(period, clients)
        found = self._get_figures_of_units(period, units)
        for unit in units:
            for row in people[unit]:
                found[unit].update(of_people.get(row.salesperson_id.id, {}))
            for client in clients[unit]:
                found[unit].update(of_clients[client.id])
        return found

    def _find_values(self, period, field, scope_ids, metrics):
        # sudo: figures count everything, whoever sends a report
        values = self.env["telecom.metric.value"].sudo()
        return values.search(
            [
                ("period_id", "=", period.id),
                ("metric_id", "in", metrics.ids),
                (field, "in", scope_ids),
            ]
        )

    def _get_figures_of_units(self, period, units):
        found = {unit: {} for unit in units}
        metrics = self._get_metrics(SUMMARY, period.company_id)
        for value in self._find_values(period, "unit_id", units.ids, metrics):
            figures, row = found[value.unit_id], str(value.metric_id.id)
            figures[SUMMARY, row, "month"] = exact(value.month)
            if value.has_year_to_date:
                figures[SUMMARY, row, "year"] = exact(value.year_to_date)
        return found

    def _get_figures_of_people(self, period, people):
        ids = {row.salesperson_id.id for rows in people.values() for row in rows}
        metrics, found = self._get_metrics(PEOPLE, period.company_id), {}
        for value in self._find_values(period, "salesperson_id", list(ids), metrics):
            person, column = value.salesperson_id.id, str(value.metric_id.id)
            figures = found.setdefault(person, {})
            figures[PEOPLE, str(person), column] = exact(value.month)
        return found

    def _get_figures_of_clients(self, period, clients):
        partners = self.env["res.partner"].union(*clients.values())
        days = (period.date_from, period.date_to)
        # sudo: what was billed and visited, whoever sends a report
        revenue = self.env["telecom.client.revenue"].sudo()
        billed = revenue._get_revenue_by_client(
            partners, *days, period.company_id, "file_id"
        )
        visits = dict(
            self.env["telecom.visit"]
            .sudo()
            ._read_group(
                self._get_visit_domain(partners, period.company_id, *days),
                ["client_id"],
                ["__count"],
            )
        )
        return {
            client.id: {
                (CLIENTS, str(client.id), "billed"): exact(billed.get(client.id, 0)),
                (CLIENTS, str(client.id), "visits"): Decimal(visits.get(client, 0)),
            }
            for client in partners
        }

    def _get_visit_domain(self, clients, company, date_from, date_to):
        """Return the domain of the visits done within days of the company's zone."""
        start, end = company._telecom_day_span(date_from, date_to)
        return [
            ("client_id", "in", clients.ids),
            ("company_id", "=", company.id),
            ("state", "=", "done"),
            ("done_at", ">=", start),
            ("done_at", "<", end),
        ]

    def _get_client_evidence(self, report, client, column):
        """Return ``(model, domain)`` of the records behind a figure of a client."""
        days = (report.date_from, report.date_to)
        if column == "visits":
            domain = self._get_visit_domain(client, report.company_id, *days)
            return "telecom.visit", domain
        return "telecom.client.revenue", [
            ("file_id", "=", client.id),
            ("partner_id", "=", client.commercial_partner_id.id),
            ("company_id", "=", report.company_id.id),
            ("date", ">=", report.date_from),
            ("date", "<=", report.date_to),
        ]
