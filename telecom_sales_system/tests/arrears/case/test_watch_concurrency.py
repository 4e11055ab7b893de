from datetime import date

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name

DAY = date(2026, 2, 9)


@tagged("post_install", "-at_install")
class TestWatchConcurrency(BaseCase):
    """Two connections at once; nothing is committed, so nothing stays."""

    def _open(self):
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return Environment(cursor, SUPERUSER_ID, {})

    def _watched(self, env):
        """Watch the first company; tell whether this connection did the work."""
        company = env.ref("base.main_company")
        env["telecom.blacklist.watch"]._watch_company(company, DAY)
        return company.telecom_watched_on == DAY

    def test_the_second_leaves_it_to_the_first(self):
        """Without waiting; once the first is gone, the second does the work."""
        first, second = self._open(), self._open()
        self.assertTrue(self._watched(first))
        first.flush_all()
        self.assertFalse(self._watched(second))
        first.cr.rollback()
        self.assertTrue(self._watched(second))
