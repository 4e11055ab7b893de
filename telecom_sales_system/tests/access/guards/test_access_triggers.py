"""The database keeps final rows itself, also from plain SQL."""

import psycopg2

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ....models.common.kept_rows import FUNCTION, drop_kept_row_triggers
from ..common import AccessCommon

# Columns of final rows that may change, beside those that say who wrote them last.
OPEN_COLUMNS = {
    # A merge of client files moves the entries.
    "telecom_performance_entry": {"partner_id", "contact_id"},
    # The run goes on with its last steps once the month is closed.
    "telecom_period": {"name", "computed_on", "ledger_built_on", "run_state"}
    | {"run_user_id", "run_started_on", "run_closes", "run_message"},
    "telecom_circular_receipt": {"unit_id", "company_id", "issued_on", "kind", "state"}
    | {"sent_at", "reminded_on", "is_addressed"},
}
# A value of each kind that differs from the one that is there
OTHER = {
    "bool": "NOT COALESCE({0}, false)",
    "int4": "COALESCE({0}, 0) + 1",
    "numeric": "COALESCE({0}, 0) + 1",
    "float8": "COALESCE({0}, 0) + 1",
    "varchar": "COALESCE({0}, '') || 'x'",
    "text": "COALESCE({0}, '') || 'x'",
    "date": "COALESCE({0}, '2026-01-01') + 1",
    "timestamp": "COALESCE({0}, '2026-01-01') + interval '1 day'",
    "jsonb": """jsonb_build_array({0}, '"x"')""",
}


@tagged("post_install", "-at_install")
class TestAccessTriggers(AccessCommon):
    """January is closed, its cards are published, the city's circular is issued."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.circular.receipt_ids.sudo()[:1]._mark_reached("acknowledged")
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE telecom_assessment SET state = 'published'")
        cls.env.cr.execute("UPDATE telecom_period SET state = 'closed'")
        cls.env.invalidate_all()

    def _execute(self, query, *values):
        with self.env.cr.savepoint():
            self.env.cr.execute(SQL(query, *values))

    def _assert_refused(self, query, *values, message="cannot be (changed|deleted)"):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.Error, message),
        ):
            self._execute(query, *values)

    def _get_kept_tables(self):
        """Return ``{table: id of a final row}`` of the tables with triggers."""
        self.env.cr.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE starts_with(proname, %s)",
            [FUNCTION],
        )
        return {table: self._get_kept_id(table) for [table] in self.env.cr.fetchall()}

    def _get_kept_id(self, table):
        conditions = {
            "telecom_circular": "state = 'issued'",
            "telecom_circular_receipt": "acknowledged_at IS NOT NULL",
        }
        self.env.cr.execute(
            f"SELECT id FROM {table} WHERE {conditions.get(table, 'true')} LIMIT 1"
        )
        return self.env.cr.fetchone()[0]

    def _get_columns(self, table):
        self.env.cr.execute(
            "SELECT column_name, udt_name FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema()",
            [table],
        )
        return dict(self.env.cr.fetchall())

    def test_which_tables(self):
        self.assertEqual(
            set(self._get_kept_tables()),
            {
                "telecom_assessment",
                "telecom_assessment_kept_evidence",
                "telecom_assessment_line",
                "telecom_circular",
                "telecom_circular_receipt",
                "telecom_performance_entry",
                "telecom_period",
            },
        )

    def test_every_column(self):
        """None of them changes, but those that are listed above."""
        log = {"create_uid", "create_date", "write_uid", "write_date"}
        for table, row in self._get_kept_tables().items():
            columns = self._get_columns(table)
            for name in columns.keys() - log - OPEN_COLUMNS.get(table, set()):
                # Rows with an own id are compared too: no row takes another's place.
                value = OTHER[columns[name]].format(name)
                with self.subTest(table=table, column=name):
                    self._assert_refused(
                        f"UPDATE {table} SET {name} = {value} WHERE id = %s",
                        row,
                        message="cannot be changed|violates",
                    )

    def test_every_table_keeps_its_rows(self):
        for table, row in self._get_kept_tables().items():
            with self.subTest(table=table):
                self._assert_refused(
                    f"DELETE FROM {table} WHERE id = %s",
                    row,
                    message="cannot be deleted|foreign key",
                )
                self._assert_refused(f"TRUNCATE {table} CASCADE")
                self._assert_refused(
                    f"DELETE FROM {table}", message="cannot be deleted|foreign key"
                )

    def test_two_statements(self):
        """The state first, then the rest: the state stays too."""
        card = self._get_kept_id("telecom_assessment")
        for query in (
            "UPDATE telecom_circular SET state = 'draft' WHERE state = 'issued'",
            "UPDATE telecom_circular SET state = 'superseded' WHERE state = 'issued'",
            "UPDATE telecom_assessment SET state = 'draft'",
            "UPDATE telecom_period SET state = 'open'",
            "UPDATE telecom_period SET date_from = '2025-01-01'"
            " WHERE date_from = '2026-01-01'",
            "WITH p AS (UPDATE telecom_period SET state = 'open' RETURNING id)"
            " DELETE FROM telecom_performance_entry WHERE period_id IN"
            " (SELECT id FROM p)",
        ):
            with self.subTest(query=query):
                self._assert_refused(query)
        self._assert_refused(
            "DELETE FROM telecom_assessment_line WHERE assessment_id = %s",
            card,
            message="cannot be deleted",
        )

    def test_nothing_joins(self):
        """No cash is added to a closed month, no line to a published card."""
        entry = self._get_kept_id("telecom_performance_entry")
        names = (
            "period_id, company_id, kind, recognition_date, attribution, currency_id"
        )
        self._assert_refused(
            f"INSERT INTO telecom_performance_entry ({names})"
            f" SELECT {names} FROM telecom_performance_entry WHERE id = %s",
            entry,
            message="cannot be added",
        )
        self._assert_refused(
            "INSERT INTO telecom_assessment_kept_evidence (line_id, res_model)"
            " SELECT id, 'res.partner' FROM telecom_assessment_line LIMIT 1",
            message="cannot be added",
        )

    def test_moving_in_and_out(self):
        """An entry of an open month does not move to a closed one, nor back."""
        open_month = self._create_period("2026-03-01")
        self.env.flush_all()
        entry = self._get_kept_id("telecom_performance_entry")
        self._assert_refused(
            "UPDATE telecom_performance_entry SET period_id = %s WHERE id = %s",
            open_month.id,
            entry,
            message="column period_id cannot be changed",
        )
        names = "company_id, kind, recognition_date, attribution, currency_id"
        self._execute(
            f"INSERT INTO telecom_performance_entry (period_id, {names})"
            f" SELECT %s, {names} FROM telecom_performance_entry WHERE id = %s",
            open_month.id,
            entry,
        )
        self._assert_refused(
            "UPDATE telecom_performance_entry SET period_id = %s WHERE period_id = %s",
            self.january.id,
            open_month.id,
            message="column period_id cannot be changed",
        )
        self._execute(
            "UPDATE telecom_performance_entry SET cash = 1 WHERE period_id = %s",
            open_month.id,
        )
        self._execute(
            "DELETE FROM telecom_performance_entry WHERE period_id = %s", open_month.id
        )

    def test_what_may_change(self):
        """A merge moves entries; a successor supersedes a circular."""
        entry = self._get_kept_id("telecom_performance_entry")
        self._execute(
            "UPDATE telecom_performance_entry SET partner_id = %s WHERE id = %s",
            self.env.company.partner_id.id,
            entry,
        )
        self.circular.with_user(self.service).action_correct()
        successor = self.circular.superseded_by_ids.with_user(self.service)
        successor.action_review()
        successor.with_user(self.leader).action_sign()
        successor.action_issue()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.circular.state, "superseded")
        self._assert_refused(
            "UPDATE telecom_circular SET state = 'issued' WHERE id = %s",
            self.circular.id,
        )

    def test_uninstall(self):
        """The hook drops all triggers; then Odoo drops the tables."""
        drop_kept_row_triggers(self.env)
        self.assertEqual(self._get_kept_tables(), {})
        self._execute("UPDATE telecom_period SET state = 'open'")
