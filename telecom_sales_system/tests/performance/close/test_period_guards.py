from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged, users
from odoo.tools import mute_logger

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestPeriodGuards(PerformanceCommon, HttpCase):
    """A closed month refuses every change, through whatever door it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        invoice = cls._create_customer_invoice(1000, "2026-01-10")
        cls._pay(invoice, "2026-01-20")
        cls.january.action_close()
        cls.entry = cls.january.entry_ids

    def _assert_untouched(self):
        self.env.invalidate_all()
        self.assertEqual(self.january.state, "closed")
        self.assertEqual(str(self.january.date_from), "2026-01-01")
        self.assertEqual(self.january.entry_ids, self.entry)
        self._assert_entries(self.january, [("letter", 1000, 350)])

    @users("service")
    def test_orm(self):
        """The department that closed it cannot open, move, recompute or delete it."""
        january = self.january.with_env(self.env)
        for change in (
            lambda: january.write({"state": "open"}),
            lambda: january.write({"date_from": "2026-03-01"}),
            lambda: january.write({"date_to": "2026-03-31"}),
            lambda: january.write({"name": "2026-03"}),
            january.action_compute,
            january.action_close,
            january.unlink,
            lambda: january.write({"entry_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                change()
        self._assert_untouched()

    @users("service")
    def test_open_month_ends_with_the_month(self):
        """A longer February would count money of March a second time."""
        with self.assertRaisesRegex(AccessError, "Last Day"):
            self.february.with_env(self.env).date_to = "2026-03-31"

    @users("service")
    def test_orm_entries(self):
        """Nobody writes entries, new ones neither."""
        entry = self.entry.with_env(self.env)
        for change in (
            lambda: entry.write({"cash": 1}),
            lambda: entry.copy(),
            entry.unlink,
        ):
            with self.assertRaises(UserError):
                change()
        self._assert_untouched()

    def test_superuser_entries(self):
        """Not even code that runs as superuser: the ledger is append-only."""
        entry = self.entry.sudo()
        for change in (lambda: entry.write({"cash": 1}), entry.copy, entry.unlink):
            with self._refused(UserError, "written by the monthly close only"):
                change()
        with self._refused(UserError, "2026-01 is “Closed” and stays as it is"):
            self.january.sudo().write({"state": "open"})
        self._assert_untouched()

    @mute_logger("odoo.http")
    def test_rpc(self):
        """The web client and external programs meet the same wall."""
        self.authenticate("service", "servicex")
        for model, record, method, args in (
            ("telecom.period", self.january, "write", [{"state": "open"}]),
            ("telecom.period", self.january, "write", [{"date_from": "2026-03-01"}]),
            ("telecom.period", self.january, "action_run_and_close", []),
            ("telecom.period", self.january, "unlink", []),
            ("telecom.performance.entry", self.entry, "write", [{"cash": 1}]),
            ("telecom.performance.entry", self.entry, "unlink", []),
            ("telecom.performance.ledger", self.january, "_rebuild_entries", []),
        ):
            with self.subTest(model=model, method=method, args=args):
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{model}/{method}",
                        {
                            "model": model,
                            "method": method,
                            "args": [record.ids, *args],
                            "kwargs": {},
                        },
                    )
        self._assert_untouched()

    @users("service")
    def test_import(self):
        """An import of the period or of its entries brings errors and no change."""
        for model, names, row in (
            ("telecom.period", [".id", "date_from"], "2026-03-01"),
            ("telecom.period", [".id", "state"], "Steps to Run"),
            ("telecom.performance.entry", [".id", "cash"], "1"),
        ):
            record = self.entry if model.endswith("entry") else self.january
            result = self.env[model].load(names, [[str(record.id), row]])
            self.assertFalse(result["ids"])
            self.assertEqual(result["messages"][0]["type"], "error")
        self._assert_untouched()

    @users("anna", "auditor", "leader", "county_manager")
    def test_only_the_department_closes(self):
        """All others read periods and can do nothing with them."""
        february = self.february.with_env(self.env)
        self.assertEqual(february.name, "2026-02")
        with self.assertRaises(AccessError):
            february.action_compute()
        with self.assertRaises(AccessError):
            february.action_close()
