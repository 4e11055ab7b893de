from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..arrears.order.block import BlockCommon
from ..common import GROUPS, OrganisationCommon

SHANGHAI, LOS_ANGELES = "Asia/Shanghai", "America/Los_Angeles"
LAST, FIRST = date(2026, 3, 31), date(2026, 4, 1)


class Undone(Exception):
    """What a test did is to be rolled back."""


@tagged("post_install", "-at_install")
class TestDays(BlockCommon):
    """31 March 2026, 20:00 UTC: 4:00 of 1 April at the bureau, in Shanghai.

    Li works in Shanghai, Lee in Los Angeles, where it is 13:00 of 31 March; jobs have
    no time zone. All of them are asked, and all have the same answer: March is over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write({"telecom_tz": SHANGHAI, "telecom_log_since": "2026-03-30"})
        (cls.january + cls.february).unlink()
        cls.march = cls._create_period("2026-03-01")
        cls.li = cls._create_colleague("li", SHANGHAI)
        cls.lee = cls._create_colleague("lee", LOS_ANGELES)

    @classmethod
    def _create_colleague(cls, login, zone):
        user = cls._create_user(login, "service")
        leader = cls.env.ref(GROUPS + "leader")
        user.write({"tz": zone, "group_ids": [Command.link(leader.id)]})
        return user

    def _envs(self):
        """Yield environments as the web client makes them, and that of a job."""
        for user in (self.li, self.lee):
            env = self.env(user=user, context={"tz": user.tz, "lang": "en_US"})
            yield env["res.company"].with_company(self.company).env
        yield (
            self.env(user=self.env.ref("base.user_root"), context={}, su=True)[
                "res.company"
            ]
            .with_company(self.company)
            .env
        )

    @contextmanager
    def _undone(self):
        with suppress(Undone), self.env.cr.savepoint():
            yield
            raise Undone

    def _ask(self, record, answer, expected, moment="2026-03-31 20:00:00"):
        """Ask everybody at a moment, and undo what they did.

        :param answer: function of the record in the environment of who is asked
        """
        self.env.flush_all()
        for env in self._envs():
            zone = env.context.get("tz")
            with self.subTest(zone=zone), freeze_time(moment), self._undone():
                self.env.invalidate_all()
                self.assertEqual(answer(record.with_env(env)), expected)

    def test_month_can_be_closed(self):
        self._ask(self.march, lambda march: march._check_closable(), None)

    def test_override_has_expired(self):
        """Granted until 31 March, which is over."""
        with freeze_time("2026-03-31 04:00:00"):
            order = self._quote()
            context = order.action_ask_leader()["context"]
            overrides = order.env["telecom.order.override"].with_context(**context)
            override = overrides.create({"reason": "Ballots"}).with_user(self.leader)
            override.expires_on = LAST
            override.action_grant()

        def is_valid(record):
            # sudo: the department does not read orders
            return record.sudo()._is_valid()

        self._ask(override, is_valid, False)
        self._ask(override, is_valid, True, "2026-03-31 15:00")

    def test_duty_is_missing(self):
        duty = self.env["telecom.duty"].create(
            {
                "type_id": self.env.ref(
                    "telecom_sales_system.duty_type_information_request"
                ).id,
                "unit_id": self.county.id,
                "due_on": LAST,
            }
        )
        self._ask(duty, lambda record: record.state, "missing")
        domain = [("id", "=", duty.id), ("state", "=", "missing")]
        self._ask(duty, lambda record: record.search_count(domain), 1)
        self._ask(
            duty, lambda record: record.search_count(domain), 0, "2026-03-31 15:00"
        )

    def test_duty_of_another_company_has_the_day_of_that_one(self):
        """The duty of a sister in Los Angeles, where it is still 31 March, is due."""
        sister = self.setup_other_company(name="Sister", telecom_tz=LOS_ANGELES)
        kind = self.env.ref("telecom_sales_system.duty_type_information_request")
        units = self.county | self.env["telecom.sales.unit"].sudo().create(
            {
                "name": "S",
                "code": "S",
                "kind": "city",
                "company_id": sister["company"].id,
            }
        )
        duties = self.env["telecom.duty"].sudo()
        here, there = duties.create(
            [{"type_id": kind.id, "unit_id": unit.id, "due_on": LAST} for unit in units]
        )
        with freeze_time("2026-03-31 20:00:00"):
            self.assertEqual((here.state, there.state), ("missing", "due"))
            for state, found in (("missing", here), ("due", there)):
                domain = [("id", "in", (here | there).ids), ("state", "=", state)]
                self.assertEqual(duties.search(domain), found)

    def test_case_is_past_its_deadline(self):
        # sudo: guarded fields
        self.case.sudo().deadline = LAST
        self._ask(self.case, lambda case: case.is_late, True)
        domain = [("id", "=", self.case.id), ("is_late", "=", True)]
        self._ask(self.case, lambda case: case.search_count(domain), 1)

    def test_case_is_decided_on_the_day_of_the_bureau(self):
        case = self.case

        def decide(record):
            record.write({"outcome": "none", "outcome_note": "Nothing"})
            return record.decided_on

        self._ask(case, decide, FIRST)

    def test_project_is_late(self):
        project = self.env["telecom.marketing.project"].create(
            {"name": "Spring", "unit_id": self.county.id, "deadline": LAST}
        )
        self._ask(project, lambda record: record.is_late, True)
        domain = [("id", "=", project.id), ("is_late", "=", True)]
        self._ask(project, lambda record: record.search_count(domain), 1)

    def test_log_of_the_last_day_is_owed(self):
        """Anna has set Los Angeles herself; her day is over as well."""
        self.anna.user_id.tz = LOS_ANGELES
        domain = [("salesperson_id", "=", self.anna.id), ("is_over", "=", True)]
        self._ask(
            self.env["telecom.sales.log.due"],
            lambda due: due.search(domain).mapped("date"),
            [LAST, date(2026, 3, 30)],
        )

    def test_contest_is_over(self):
        contest = self.env["telecom.contest"].create(
            {"name": "Spring", "date_from": "2026-01-01", "date_to": LAST}
        )
        # sudo: a guarded field
        contest.sudo().state = "running"

        def close(record):
            record.action_close()
            return record.closed_on

        self._ask(contest, close, FIRST)

    def test_circular_is_signed_and_numbered(self):
        """Signed on 1 April; at 20:00 UTC on 31 December, numbered for 2027."""
        self.city.circular_prefix = "Z"
        with freeze_time("2026-03-30"):
            circular = (
                self.env["telecom.circular"]
                .with_user(self.service)
                .create(
                    {
                        "kind": "other",
                        "unit_id": self.city.id,
                        "title": "Spring",
                        "body": "Visit every key client.",
                    }
                )
            )
            circular.action_review()

        def sign(record):
            record.with_user(self.leader).action_sign()
            return record.signed_on

        def issue(record):
            record.with_user(self.leader).action_sign()
            record.with_user(self.service).with_context(
                **record.env.context
            ).action_issue()
            return (record.issued_on, record.number_year)

        self._ask(circular, sign, FIRST)
        end = "2026-12-31 20:00:00"
        self._ask(circular, issue, (date(2027, 1, 1), 2027), end)

    def test_contract_with_another_operator_is_over(self):
        survey = self.env["telecom.client.survey"].create(
            {"partner_id": self.brewery.id, "contract_end": LAST}
        )
        self._ask(survey, lambda record: record.is_contract_over, True)
        self._ask(survey, lambda record: record.is_contract_over, False, "2026-03-31")

    def test_visit_of_a_client_is_overdue(self):
        """Ten days after 21 March: due on the 31st, so overdue by a day."""
        tier = self.env["telecom.client.tier"].create(
            {"name": "T", "code": "t", "threshold": 9, "visit_interval_days": 10}
        )
        with freeze_time("2026-03-21 04:00:00"):
            self.brewery.tier_id = tier
        self._ask(self.brewery, lambda client: client.next_visit_days, -1)
        domain = [("id", "=", self.brewery.id), ("next_visit_days", "<", 0)]
        self._ask(self.brewery, lambda client: client.search_count(domain), 1)

    def test_visit_is_today(self):
        """At 1:00 of 1 April at the bureau; the visit of 31 March, 9:00, is not."""
        visits = self.env["telecom.visit"].create(
            [
                {
                    "partner_id": self.brewery.id,
                    "salesperson_id": self.anna.id,
                    "start": start,
                }
                for start in ("2026-03-31 17:00:00", "2026-03-31 01:00:00")
            ]
        )
        self._ask(visits, lambda records: records.mapped("is_today"), [True, False])
        domain = [("is_today", "=", True)]
        self._ask(visits, lambda records: records.search(domain).ids, visits[:1].ids)

    def test_defaults_of_new_records(self):
        """All days and years that the addon proposes, in whatever model."""
        for moment, today in (
            ("2026-03-31 20:00:00", FIRST),
            ("2026-12-31 20:00:00", date(2027, 1, 1)),
        ):
            with freeze_time(moment):
                li, lee, job = (self._defaults(env) for env in self._envs())
            self.assertGreater(len(li), 15)
            self.assertEqual(li, lee)
            self.assertEqual(li, job)
            self.assertEqual(li["telecom.incentive", "date"], today)
            self.assertEqual(li["telecom.target", "year"], today.year)

    def _defaults(self, env):
        return {
            (name, field.name): field.default(model)
            for name, model in env.items()
            if name.startswith("telecom.")
            for field in model._fields.values()
            if field.default and (field.type == "date" or field.name == "year")
        }

    def test_first_page(self):
        self.li.lang = self.lee.lang = "en_US"
        pages = self.env["telecom.dashboard"]
        self._ask(pages, lambda page: page.read_page()["day"], "04/01/2026")


@tagged("post_install", "-at_install")
class TestTimeZone(OrganisationCommon):
    """The time zone that a company begins with, and days in it."""

    def _company(self, country=None, users=(), **vals):
        """Create a company with users in some time zones, named in order."""
        people = self.env["res.users"].create(
            [
                {"name": f"U{n}", "login": f"u{n}", "tz": zone}
                for n, zone in enumerate(users)
            ]
        )
        return self.env["res.company"].create(
            {
                "name": "New Bureau",
                "country_id": country and self.env.ref(f"base.{country}").id,
                "user_ids": [Command.set(people.ids)],
                **vals,
            }
        )

    def test_of_the_country(self):
        """China has two zones, and Shanghai's is the first."""
        self.assertEqual(self._company("cn").telecom_tz, SHANGHAI)

    def test_of_most_users_in_a_country_with_several(self):
        """Two in Los Angeles, one in New York, three in Shanghai, which is abroad."""
        users = ["America/New_York", *[LOS_ANGELES] * 2, *[SHANGHAI] * 3]
        self.assertEqual(self._company("us", users).telecom_tz, LOS_ANGELES)

    def test_of_a_country_without_users_in_it(self):
        company = self._company("us", [SHANGHAI])
        self.assertEqual(company.telecom_tz, "America/New_York")

    def test_of_most_users_without_a_country(self):
        users = [LOS_ANGELES, SHANGHAI, SHANGHAI, False]
        self.assertEqual(self._company(users=users).telecom_tz, SHANGHAI)

    def test_of_the_partner(self):
        partner = self.env["res.partner"].create(
            {"name": "New Bureau", "tz": "Asia/Urumqi"}
        )
        company = self._company("cn", [SHANGHAI], partner_id=partner.id)
        self.assertEqual(company.telecom_tz, "Asia/Urumqi")

    def test_of_who_creates_it(self):
        """Odoo gives the new partner the creator's zone, but the country decides."""
        companies = self.env["res.company"].with_context(tz=LOS_ANGELES)
        self.assertEqual(companies.create({"name": "A"}).telecom_tz, LOS_ANGELES)
        country = self.env.ref("base.cn")
        company = companies.create({"name": "B", "country_id": country.id})
        self.assertEqual(company.telecom_tz, SHANGHAI)

    def test_nothing_is_known(self):
        self.assertEqual(self._company().telecom_tz, "UTC")

    def test_stays_whatever_changes_later(self):
        company = self._company("cn")
        company.country_id = self.env.ref("base.fr")
        company.partner_id.tz = "Europe/Paris"
        self.env.user.tz = LOS_ANGELES
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(company.telecom_tz, SHANGHAI)

    def test_companies_that_are_there_at_the_installation(self):
        company = self._company("cn")
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_company SET telecom_tz = NULL")
        company.invalidate_recordset(flush=False)
        self.assertEqual(str(company._telecom_zone()), SHANGHAI, "before it is filled")
        self.env.add_to_compute(company._fields["telecom_tz"], company)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(company.telecom_tz, SHANGHAI)

    def test_cannot_be_cleared(self):
        with self._refused(ValidationError, "Time Zone of the Bureau: choose one"):
            self.env.company.telecom_tz = False

    def test_moments_of_a_day(self):
        """1 April in Shanghai: from 16:00 UTC on 31 March on, for 24 hours."""
        company = self._company("cn")
        first, end = datetime(2026, 3, 31, 16), datetime(2026, 4, 1, 16)
        self.assertEqual(company._telecom_day_span(FIRST), (first, end))
        self.assertEqual(company._telecom_day_span(LAST, FIRST)[1], end)
        self.assertEqual(
            company._telecom_moment(FIRST, time(9)), datetime(2026, 4, 1, 1)
        )
        local = company._telecom_local(first)
        self.assertEqual((local.date(), local.hour), (FIRST, 0))
        self.assertEqual(local.astimezone(UTC).replace(tzinfo=None), first)

    def test_day_of_23_hours(self):
        """On 8 March 2026 the clocks of New York go from 2:00 to 3:00."""
        company = self._company(telecom_tz="America/New_York")
        self.assertEqual(
            company._telecom_day_span(date(2026, 3, 8)),
            (datetime(2026, 3, 8, 5), datetime(2026, 3, 9, 4)),
        )

    def test_no_company_is_the_present_one(self):
        self.env.company.telecom_tz = SHANGHAI
        with freeze_time("2026-03-31 20:00:00"):
            self.assertEqual(self.env["res.company"]._telecom_today(), FIRST)
