import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, format_list

from .telecom_sample_company import MARK

# Tables of notes about records of any model: columns of the model and of the id.
NOTES = {
    "ir_attachment": ("res_model", "res_id"),
    "mail_message": ("model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "ir_model_data": ("model", "res_id"),
}
# Rows of Odoo that belong to a company through what refers to them, or they refer to.
PARTS = {
    "account_account": (
        "SELECT account_account_id FROM account_account_res_company_rel"
        " WHERE res_company_id = %(company)s EXCEPT"
        " SELECT account_account_id FROM account_account_res_company_rel"
        " WHERE res_company_id <> %(company)s"
    ),
    "account_full_reconcile": (
        "SELECT full_reconcile_id FROM account_partial_reconcile"
        " WHERE company_id = %(company)s AND full_reconcile_id IS NOT NULL"
    ),
    "account_payment_method_line": (
        "SELECT l.id FROM account_payment_method_line l"
        " JOIN account_journal j ON j.id = l.journal_id"
        " WHERE j.company_id = %(company)s"
    ),
    "ir_sequence": (
        "SELECT batch_payment_sequence_id FROM res_company"
        " WHERE id = %(company)s AND batch_payment_sequence_id IS NOT NULL"
    ),
    "mail_alias": (
        "SELECT alias_id FROM account_journal"
        " WHERE company_id = %(company)s AND alias_id IS NOT NULL"
        " UNION SELECT alias_id FROM crm_team"
        " WHERE company_id = %(company)s AND alias_id IS NOT NULL"
    ),
    "res_partner": (
        "SELECT partner_id FROM res_users WHERE company_id = %(company)s"
        " UNION SELECT partner_id FROM res_company WHERE id = %(company)s"
    ),
}


class TelecomSampleCompany(models.AbstractModel):
    """Removal of the sample company: all rows that belong to it, and no other.

    Rows are deleted in the database, since posted documents, closed months and issued
    circulars cannot be deleted by any call. The triggers that keep such rows are off
    during this transaction only; the tables are locked for others meanwhile.
    """

    _inherit = "telecom.sample.company"

    @api.model
    def _remove_sample_company(self):
        """Delete the sample company with all its rows.

        :raises UserError: there is none, or somebody works in it by default
        """
        company = self._find_sample_company()
        if not company:
            raise UserError(self.env._("There is no sample company."))
        self._check_removable(company)
        # Odoo takes the switch of companies away from users who have one left.
        # sudo: everybody who could choose the sample company
        members = self.env["res.users"].sudo().with_context(active_test=False)
        members = members.search([("company_ids", "in", company.ids)])
        members.filtered(lambda user: user.company_id != company).write(
            {"company_ids": [Command.unlink(company.id)]}
        )
        rows = self._find_rows(company)
        self.env.flush_all()
        since = company.create_date
        kept = self._find_kept_tables()
        self._set_triggers(kept, "DISABLE")
        self._remove_rows(rows)
        self._remove_files(since)
        self._remove_notes(since)
        self._set_triggers(kept, "ENABLE")
        self.env.transaction.clear()
        self.env.registry.clear_all_caches()

    def _check_removable(self, company):
        # sudo: the names of colleagues who have the company as their own
        users = self.env["res.users"].sudo().with_context(active_test=False)
        mine = users.search([("company_id", "=", company.id)])
        others = mine.filtered(lambda user: len(user.company_ids) > 1)
        if others:
            raise UserError(
                self.env._(
                    "%(user)s has %(company)s as default company. Choose another one in"
                    " the preferences first.",
                    user=others[0].name,
                    company=company.name,
                )
            )

    def _find_rows(self, company):
        """Return ``{table: ids}`` of the rows that belong to the company."""
        # sudo: sequences take their counters in the database with them
        sequences = self.env["ir.sequence"].sudo().with_context(active_test=False)
        sequences.search([("company_id", "=", company.id)]).unlink()
        rows = {"res_company": {company.id}}
        for table in self._find_company_tables():
            query = SQL(
                "SELECT id FROM %s WHERE company_id = %s",
                SQL.identifier(table),
                company.id,
            )
            rows[table] = {row_id for [row_id] in self.env.execute_query(query)}
        marked = self.env.execute_query(
            SQL(
                "SELECT model, res_id FROM ir_model_data"
                " WHERE module = %s AND starts_with(name, %s)",
                MARK,
                f"company_{company.id}_",
            )
        )
        for model, res_id in marked:
            rows.setdefault(self.env[model]._table, set()).add(res_id)
        for table, query in PARTS.items():
            found = self.env.execute_query(SQL(query, company=company.id))
            rows.setdefault(table, set()).update(row_id for [row_id] in found)
        return {table: ids for table, ids in rows.items() if ids}

    def _find_company_tables(self):
        """Return the tables of models whose records belong to a company."""
        return sorted(
            {
                model._table
                for model in self.env.values()
                if not model._abstract and model._auto
                for field in [model._fields.get("company_id")]
                if field
                if field.store and field.type == "many2one"
                if field.comodel_name == "res.company"
            }
        )

    def _find_kept_tables(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgname LIKE %s",
                "%\\_keep\\_%",
            )
        )
        return [table for [table] in rows]

    def _set_triggers(self, tables, verb):
        """Switch the triggers of tables off or on, for this transaction."""
        for table in tables:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s %s TRIGGER USER",
                    SQL.identifier(table),
                    SQL("DISABLE") if verb == "DISABLE" else SQL("ENABLE"),
                )
            )

    def _remove_rows(self, rows):
        """Delete rows, those first that nothing refers to.

        Where a row can do without its reference, the reference is emptied; where it
        cannot, as a line without its document, the row goes with what it refers to.
        """
        todo = {table: set(ids) for table, ids in rows.items() if ids}
        while todo:
            hindrances = {
                table: self._remove_table(table, ids) for table, ids in todo.items()
            }
            gone = [table for table, hindrance in hindrances.items() if not hindrance]
            for table in gone:
                del todo[table]
            # Nothing can be deleted as it is: references are cleared one by one.
            if not gone and not any(
                self._clear_reference(todo, *row) for row in hindrances.items()
            ):
                raise UserError(
                    self.env._(
                        "The sample company cannot be taken away: there are still rows"
                        " in %s.",
                        format_list(self.env, sorted(todo)),
                    )
                )

    def _remove_table(self, table, ids):
        """Delete rows of a table; return the error's details if one is needed."""
        query = SQL(
            "DELETE FROM %s WHERE id = ANY (%s)", SQL.identifier(table), list(ids)
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except psycopg2.errors.ForeignKeyViolation as error:
            return error.diag
        return None

    def _clear_reference(self, todo, table, diagnostics):
        """Empty the references that hindered a deletion, or include their rows.

        :return: whether there was anything to do
        :raises UserError: a record of another company refers to the rows
        """
        referring = SQL.identifier(diagnostics.table_name)
        [[column, is_required]] = self.env.execute_query(
            SQL(
                """
                SELECT a.attname, a.attnotnull FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid
                   AND a.attnum = c.conkey[1]
                 WHERE c.conname = %s AND c.conrelid = %s::regclass
                """,
                diagnostics.constraint_name,
                diagnostics.table_name,
            )
        )
        column, ids = SQL.identifier(column), list(todo[table])
        tables = {model._table for model in self.env.values()}
        if diagnostics.table_name not in tables:
            # A list of links between records
            query = SQL("DELETE FROM %s WHERE %s = ANY (%s)", referring, column, ids)
            self.env.cr.execute(query)
            return True
        if not is_required:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = NULL WHERE %s = ANY (%s)",
                    referring,
                    column,
                    column,
                    ids,
                )
            )
            return True
        found = self.env.execute_query(
            SQL("SELECT id FROM %s WHERE %s = ANY (%s)", referring, column, ids)
        )
        found = {row_id for [row_id] in found}
        others = found - todo.get(diagnostics.table_name, set())
        if others and diagnostics.table_name in self._find_company_tables():
            raise UserError(
                self.env._(
                    "The sample company cannot be taken away: %(count)s records of your"
                    " own refer to it (%(table)s).",
                    count=len(others),
                    table=diagnostics.table_name,
                )
            )
        if others:
            todo.setdefault(diagnostics.table_name, set()).update(others)
        return bool(others)

    def _remove_files(self, since):
        """Give the files of records that are gone back to the file store."""
        # sudo: the file store only; the rows are deleted as other notes are
        files = self.env["ir.attachment"].sudo()
        for condition in self._find_orphans("ir_attachment", since):
            rows = self.env.execute_query(
                SQL("SELECT store_fname FROM ir_attachment note WHERE %s", condition)
            )
            self.env.cr.execute(
                SQL("DELETE FROM ir_attachment note WHERE %s", condition)
            )
            for [name] in rows:
                if name:
                    files._file_delete(name)

    def _remove_notes(self, since):
        """Delete messages, followers, activities and names of rows that are gone."""
        for table in NOTES:
            for condition in self._find_orphans(table, since):
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s note WHERE %s",
                        SQL.identifier(table),
                        condition,
                    )
                )

    def _find_orphans(self, table, since):
        """Yield a condition for each model: notes about records that are gone.

        Followers say not when they came; the others are as young as the company.
        """
        model_column, id_column = map(SQL.identifier, NOTES[table])
        young = SQL("TRUE")
        if table != "mail_followers":
            young = SQL("note.create_date >= %s", since)
        names = self.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM %s note WHERE %s",
                model_column,
                SQL.identifier(table),
                young,
            )
        )
        for [name] in names:
            if name in self.env and self.env[name]._auto:
                yield SQL(
                    "note.%(model)s = %(name)s AND %(young)s AND note.%(id)s > 0"
                    " AND NOT EXISTS (SELECT FROM %(records)s WHERE id = note.%(id)s)",
                    model=model_column,
                    name=name,
                    young=young,
                    id=id_column,
                    records=SQL.identifier(self.env[name]._table),
                )
