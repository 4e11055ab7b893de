import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .telecom_sample_company import MARK

# How often each table is tried, at most, before the removal is given up.
MOST_ATTEMPTS = 40
# Tables of notes about records of any model: columns of the model and of the id.
NOTES = {
    "mail_message": ("model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "ir_model_data": ("model", "res_id"),
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
        rows = self._find_rows(company)
        self.env.flush_all()
        since = company.create_date
        kept = self._find_kept_tables()
        self._set_triggers(kept, "DISABLE")
        self._remove_files(company, since)
        self._remove_rows(rows)
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
        partners = self.env.execute_query(
            SQL(
                "SELECT partner_id FROM res_users WHERE company_id = %(id)s"
                " UNION SELECT partner_id FROM res_company WHERE id = %(id)s",
                id=company.id,
            )
        )
        rows.setdefault("res_partner", set()).update(row_id for [row_id] in partners)
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
        todo = {table: set(ids) for table, ids in rows.items()}
        attempts = len(todo) * MOST_ATTEMPTS
        while todo and attempts:
            for table in list(todo):
                attempts -= 1
                try:
                    with self.env.cr.savepoint(flush=False):
                        self.env.cr.execute(
                            SQL(
                                "DELETE FROM %s WHERE id = ANY (%s)",
                                SQL.identifier(table),
                                list(todo[table]),
                            ),
                            log_exceptions=False,
                        )
                    del todo[table]
                except psycopg2.errors.ForeignKeyViolation as error:
                    self._clear_reference(todo, table, error.diag)
        if todo:
            raise UserError(
                self.env._(
                    "The sample company cannot be taken away: there are still rows in"
                    " %s.",
                    ", ".join(sorted(todo)),
                )
            )

    def _clear_reference(self, todo, table, diagnostics):
        """Empty the references that hindered a deletion, or include their rows.

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
            return
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
            return
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
        todo.setdefault(diagnostics.table_name, set()).update(others)

    def _remove_files(self, company, since):
        """Give the files of the company's records back to the file store."""
        # sudo: attachments of records that nobody can delete
        files = self.env["ir.attachment"].sudo()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, store_fname FROM ir_attachment"
                " WHERE company_id = %s AND create_date >= %s",
                company.id,
                since,
            )
        )
        self.env.cr.execute(
            SQL("DELETE FROM ir_attachment WHERE id = ANY (%s)", [r[0] for r in rows])
        )
        for _row_id, name in rows:
            if name:
                files._file_delete(name)

    def _remove_notes(self, since):
        """Delete messages, followers, activities and names of rows that are gone."""
        for table, (model_column, id_column) in NOTES.items():
            names = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT %s FROM %s WHERE create_date >= %s",
                    SQL.identifier(model_column),
                    SQL.identifier(table),
                    since,
                )
                if table != "mail_followers"
                else SQL("SELECT DISTINCT res_model FROM mail_followers")
            )
            for [name] in names:
                if name not in self.env or not self.env[name]._auto:
                    continue
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %(table)s note WHERE note.%(model)s = %(name)s"
                        " AND note.%(id)s > 0 AND NOT EXISTS ("
                        "SELECT FROM %(records)s WHERE id = note.%(id)s)",
                        table=SQL.identifier(table),
                        model=SQL.identifier(model_column),
                        id=SQL.identifier(id_column),
                        name=name,
                        records=SQL.identifier(self.env[name]._table),
                    )
                )
