import threading

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import new_test_user, tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

from ...common import GROUPS
from ...rpc import RpcCase
from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
class TestCircularNumber(CircularsCommon, RpcCase):
    """Numbers without a gap for each issuing unit and year."""

    def test_each_unit_and_year_counts_for_itself(self):
        numbers = [
            self._issued(day, unit=unit).name
            for day, unit in (
                ("2026-03-15", self.city),
                ("2026-03-15", self.county),
                ("2026-03-16", self.city),
                ("2027-01-04", self.city),
                ("2027-01-05", self.county),
            )
        ]
        self.assertEqual(
            numbers,
            [
                "张电营销〔2026〕1号",
                "慈电营销〔2026〕1号",
                "张电营销〔2026〕2号",
                "张电营销〔2027〕1号",
                "慈电营销〔2027〕1号",
            ],
        )

    def test_year_is_that_of_the_company(self):
        """On 31 December 17:00 in Greenwich it is next year's day in Shanghai."""
        self.env.company.telecom_tz = "Asia/Shanghai"
        with freeze_time("2026-12-31 17:00:00"):
            circular = self._issue(self._draft())
        self.assertEqual(circular.name, "张电营销〔2027〕1号")
        self.assertEqual(str(circular.issued_on), "2027-01-01")

    def test_failed_issue_leaves_no_gap(self):
        with freeze_time("2026-03-15"):
            failing = self._draft()
            failing.action_review()
            failing.with_user(self.leader).action_sign()
            with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
                failing.action_issue()
                raise ZeroDivisionError
        self.assertFalse(failing.name)
        self.assertEqual(self._issued().name, "张电营销〔2026〕1号")

    def test_several_at_a_time(self):
        with freeze_time("2026-03-15"):
            circulars = self._draft() + self._draft() + self._draft()
            circulars.action_review()
            circulars.with_user(self.leader).action_sign()
            circulars.action_issue()
        self.assertEqual(circulars.mapped("number_sequence"), [1, 2, 3])

    def test_pattern_is_a_setting(self):
        self.env.company.telecom_circular_pattern = "{prefix}[{year}]{number}"
        self.env.company.telecom_circular_pattern = "{year}/{prefix}/{number}"
        self.assertEqual(self._issued().name, "2026/张电营销/1")
        for pattern, message in (
            ("{prefix}-{number}", "needs {year}"),
            ("{prefix}{year}{number}{month}", "“{month}” is not known"),
            ("{prefix}{year}{number}}", "“}” is not known"),
            (False, "needs {number}"),
        ):
            with self._refused(ValidationError, message):
                self.env.company.telecom_circular_pattern = pattern

    def test_prefix_belongs_to_one_unit(self):
        vals = {"circular_prefix": "张电营销"}
        with mute_logger("odoo.sql_db", "odoo.http"):
            _result, message = self._call_kw(
                self.service, self.branch._name, "write", self.branch.ids, vals
            )
        self.assertIn("City, field Circular Prefix: “张电营销” is its prefix", message)


@tagged("post_install", "-at_install")
class TestCircularNumberAtOnce(BaseCase):
    """Ten real connections at once, on committed data that the test clears away."""

    COUNT = 10

    def setUp(self):
        super().setUp()
        with self._open() as env:
            unit = env["telecom.sales.unit"].create(
                {"name": "City", "code": "NUM", "kind": "city"}
                | {"circular_prefix": "NUM", "drafter_may_review": True}
            )
            users = [
                new_test_user(env, login, groups=GROUPS + role, company_id=1)
                for login, role in (("num_author", "service"), ("num_lead", "leader"))
            ]
            author, leader = users
            unit.manager_id = author
            circulars = env["telecom.circular"].with_user(author)
            circulars = circulars.create(
                [
                    {"kind": "other", "unit_id": unit.id, "title": "T", "body": "B"}
                    for _number in range(self.COUNT)
                ]
            )
            circulars.action_review()
            circulars.with_user(leader).action_sign()
            self.ids, self.unit_id, self.author_id = circulars.ids, unit.id, author.id
            self.made = [unit.id], [user.id for user in users]
            self.addCleanup(self._clear_away)
            env.cr.commit()

    def _open(self):
        return _Connection(Registry(get_db_name()))

    def _clear_away(self):
        units, users = self.made
        with self._open() as env:
            cr = env.cr
            for table in ("telecom_circular", "telecom_circular_receipt"):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_keep_delete")
            cr.execute(
                "DELETE FROM telecom_circular_receipt WHERE circular_id = ANY(%s)",
                [self.ids],
            )
            cr.execute("DELETE FROM telecom_circular WHERE id = ANY(%s)", [self.ids])
            for table in ("telecom_circular", "telecom_circular_receipt"):
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_keep_delete")
            env["ir.attachment"].search(
                [
                    ("res_model", "in", ("telecom.circular", "telecom.sales.unit")),
                    ("res_id", "in", [*self.ids, *units]),
                ]
            ).unlink()
            env["mail.mail"].search([("model", "=", "telecom.circular")]).unlink()
            env["mail.message"].search(
                [("model", "=", "telecom.circular"), ("res_id", "in", self.ids)]
            ).unlink()
            env["telecom.sales.unit"].browse(units).unlink()
            people = env["res.users"].browse(users)
            partners = people.partner_id
            people.unlink()
            partners.unlink()
            env.cr.commit()

    def test_ten_at_once(self):
        """Each waits for the one before: 1 to 10, none twice, none left out."""
        barrier = threading.Barrier(self.COUNT)
        failures = []
        threads = [
            threading.Thread(target=self._issue, args=(id_, barrier, failures))
            for id_ in self.ids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(failures, [])
        with self._open() as env:
            circulars = env["telecom.circular"].browse(self.ids)
            self.assertEqual(
                sorted(circulars.mapped("number_sequence")), list(range(1, 11))
            )
            for circular in circulars:
                self.assertFalse(circular._get_faults())

    def _issue(self, circular_id, barrier, failures):
        try:
            with self._open() as env:
                env = env(user=self.author_id)
                circular = env["telecom.circular"].browse(circular_id)
                # The view of the transaction is fixed here, before any is numbered.
                self.assertEqual(circular.state, "signed")
                barrier.wait(60)
                retrying(circular.action_issue, env)
        except Exception as error:
            failures.append(error)


class _Connection:
    """A cursor outside any test transaction; what is not committed is rolled back."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        return Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, *_error):
        self.cr.close()
