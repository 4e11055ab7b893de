from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pytz import country_timezones

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _lang_get, _tz_get

from .groups import INTERNAL_USER


class ResCompany(models.Model):
    """Bureau with its time zone, by which all its days and months are judged.

    Methods on no company are those of the user's current company, so that a new record
    without a company has a day, too.
    """

    _inherit = "res.company"

    # Without dependencies: computed once, for new companies and at the installation.
    # Not required: the column must not hinder companies once the addon is gone.
    telecom_tz = fields.Selection(
        _tz_get,
        string="Time Zone of the Bureau",
        compute="_compute_telecom_tz",
        store=True,
        readonly=False,
        precompute=True,
        help="Days, months, deadlines and hours of the bureau are those of this time"
        " zone, wherever the reader is. Proposed from the country or the users of the"
        " company.",
        groups=INTERNAL_USER,
    )

    telecom_lang = fields.Selection(
        _lang_get,
        string="Language of Papers",
        compute="_compute_telecom_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="Circulars, scorecards, award lists and workbooks are in this language,"
        " whoever prints them. Proposed from the country or the users of the company.",
        groups=INTERNAL_USER,
    )

    def _compute_telecom_tz(self):
        for company in self:
            company.telecom_tz = company._propose_telecom_tz()

    def _compute_telecom_lang(self):
        for company in self:
            company.telecom_lang = company._propose_telecom_lang()

    @api.constrains("telecom_tz")
    def _check_telecom_tz(self):
        for company in self:
            if not company.telecom_tz:
                raise ValidationError(
                    self.env._(
                        "Company %s, field Time Zone of the Bureau: choose one. Days"
                        " and months are those of this zone.",
                        company.name,
                    )
                )

    def _propose_telecom_tz(self):
        """Return the time zone of the company's partner, country, users or creator."""
        creator = self.env.context.get("tz") or self.env.user.tz
        # sudo: the time zones of company and users are no secret
        company = self.sudo()
        own = company.partner_id.tz
        # Odoo gives a new partner the zone of the creator, which says nothing.
        if own and own != self.env.context.get("tz"):
            return own
        known = [*company._get_user_zones(), creator]
        country = country_timezones.get(company.country_id.code or "", ())
        shared = [zone for zone in known if zone in country]
        return next(filter(None, [*shared, *country, *known]), "UTC")

    def _get_user_zones(self):
        """Return the time zones of the internal users, the most frequent first."""
        users = self.user_ids.filtered(lambda user: user.tz and not user.share)
        zones = Counter(user.tz for user in users)
        return [zone for zone, _count in zones.most_common()]

    def _propose_telecom_lang(self):
        """Return the active language of the company's country, else of its users."""
        # sudo: the languages of company and users are no secret
        company = self.sudo()
        active = [code for code, _name in self.env["res.lang"].get_installed()]
        users = company.user_ids.filtered(lambda user: user.lang and not user.share)
        known = [code for code, _count in Counter(users.mapped("lang")).most_common()]
        known += [company.partner_id.lang, self.env.lang]
        country = company.country_id.code
        ending = f"_{country}"
        here = [code for code in active if country and code.endswith(ending)]
        shared = [code for code in known if code in here]
        found = [code for code in [*shared, *here, *known] if code in active]
        return next(iter(found), "en_US")

    def _get_telecom_lang(self):
        """Return the language of the company's papers."""
        # sudo: the language of a company is no secret
        company = (self or self.env.company).sudo()
        lang = company.telecom_lang
        # A language may have been deactivated since.
        if lang and self.env["res.lang"]._get_data(code=lang):
            return lang
        return company._propose_telecom_lang()

    def _apply_telecom_lang(self, records):
        """Return records in the company and in the language of its papers.

        Jobs run as Odoo's own user: what they log would be in another language.
        """
        self.ensure_one()
        return records.with_company(self).with_context(lang=self._get_telecom_lang())

    def _get_telecom_amount_unit(self):
        """Return the word after an amount on papers, such as yuan.

        :return: the word in the language of the environment, the code of a currency
            that has no word here
        """
        words = {
            "CNY": self.env._("yuan"),
            "EUR": self.env._("euros"),
            "HKD": self.env._("Hong Kong dollars"),
            "JPY": self.env._("yen"),
            "MOP": self.env._("Macau patacas"),
            "USD": self.env._("US dollars"),
        }
        code = self.currency_id.name
        return words.get(code, code)

    def _telecom_zone(self):
        """Return the time zone of the bureau.

        :return: a ``ZoneInfo``
        """
        # sudo: the time zone of a company is no secret
        company = (self or self.env.company).sudo()
        # Other columns get their defaults before this one, when the addon is installed.
        return ZoneInfo(company.telecom_tz or company._propose_telecom_tz())

    def _telecom_local(self, moment):
        """Return a naive moment in UTC as an aware one in the zone of the bureau."""
        return moment.replace(tzinfo=UTC).astimezone(self._telecom_zone())

    def _telecom_moment(self, day, clock=time.min):
        """Return the naive moment in UTC of a day and local time of the bureau."""
        local = datetime.combine(day, clock, self._telecom_zone())
        return local.astimezone(UTC).replace(tzinfo=None)

    def _telecom_today(self):
        """Return the current date in the zone of the bureau."""
        return self._telecom_local(fields.Datetime.now()).date()

    def _telecom_day_span(self, day, last_day=None):
        """Return the moments at which days of the bureau begin and are over.

        :param last_day: the last of several days; the day itself by default
        :return: two naive datetimes in UTC; a day may have 23 or 25 hours
        """
        next_day = (last_day or day) + timedelta(days=1)
        return self._telecom_moment(day), self._telecom_moment(next_day)

    @api.model
    def _telecom_day_domain(self, build_domain):
        """Return a domain that judges each record by the day of its company.

        :param build_domain: function of a company that returns a ``Domain``
        """
        # sudo: records of any company, by the day of theirs
        companies = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        same_days = companies.grouped("telecom_tz").values()
        if len(same_days) == 1:
            return build_domain(self.env.company)
        return Domain.OR(
            Domain("company_id", "in", here.ids) & build_domain(here[0])
            for here in same_days
        )

    @api.model
    def _telecom_day_sql(self, company, moment):
        """Return the SQL of the day of a company on which a moment lies.

        :param company: SQL of the table of the company
        :param moment: SQL of a naive moment in UTC
        """
        self.flush_model(["telecom_tz"])
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s.telecom_tz)::date", moment, company
        )

    @api.model
    def _telecom_moment_sql(self, company, local):
        """Return the SQL of the naive moment in UTC of a local time of a company.

        :param company: SQL of the table of the company, or of one with its telecom_tz
        :param local: SQL of a naive local time
        """
        self.flush_model(["telecom_tz"])
        return SQL(
            "((%s) AT TIME ZONE %s.telecom_tz AT TIME ZONE 'UTC')", local, company
        )

    @api.model
    def _telecom_today_sql(self, company):
        """Return the SQL of the current date of a company.

        :param company: SQL of the table of the company
        """
        now = SQL("%s::timestamp", fields.Datetime.now())
        return self._telecom_day_sql(company, now)
