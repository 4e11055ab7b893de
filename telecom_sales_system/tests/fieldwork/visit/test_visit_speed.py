from odoo.tests import tagged, users

from ...common import OrganisationCommon

COLUMNS = ("start", "partner_id", "kind", "salesperson_id", "unit_id", "state")


@tagged("post_install", "-at_install")
class TestVisitSpeed(OrganisationCommon):
    """The number of queries does not grow with the number of visits."""

    def _create(self, count):
        firms = self.env["res.partner"].create(
            [{"name": f"Firm {number}", "is_company": True} for number in range(count)]
        )
        return self.env["telecom.visit"].create(
            [
                {
                    "partner_id": firm.id,
                    "salesperson_id": self.anna.id,
                    "start": f"2026-03-{number % 28 + 1:02} 01:00:00",
                }
                for number, firm in enumerate(firms)
            ]
        )

    def _queries(self, function, *arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*arguments)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _read_page(self, visits):
        columns = {name: {} for name in COLUMNS} | {"check_in_text": {}}
        columns["partner_id"] = {"fields": {"display_name": {}}}
        self.env["telecom.visit"].web_search_read([("id", "in", visits.ids)], columns)

    @users("anna")
    def test_list(self):
        few, many = (self._create_as_admin(count) for count in (2, 40))
        self._read_page(few)
        self.assertEqual(
            self._queries(self._read_page, few), self._queries(self._read_page, many)
        )

    def _create_as_admin(self, count):
        test = self.env
        self.env = self.env(user=self.service)
        visits = self._create(count)
        self.env = test
        return visits.with_env(test)

    @users("anna")
    def test_done(self):
        """A week's visits marked as done at once."""
        self._create_as_admin(1).action_done()
        few, many = (self._create_as_admin(count) for count in (2, 20))
        before = self._queries(few.action_done)
        self.assertLessEqual(self._queries(many.action_done), before)
