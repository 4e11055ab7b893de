from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date

from ...common.groups import LEADER, ROLES, SERVICE, check_service
from ...common.sentences import format_names

MODULE = "telecom_sales_system."


class TelecomSetupStep(models.Model):
    """A card of the setup page: a step from the installation to the first circular.

    Each company has a record of each step. ``_describe_<code>`` says from the present
    records whether it is done and what is missing, and ``_open_<code>`` returns the
    action of its button. Nothing of this is stored, so that the page is right whoever
    did the work, and wherever. (Odoo's ``onboarding`` stores that a step was validated
    once, knows no skipped step, and is written by administrators only.)
    """

    _name = "telecom.setup.step"
    _description = "Setup Step"
    _inherit = ["telecom.step.mixin"]
    _order = "company_id, sequence, id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    code = fields.Selection(
        [
            ("sample_year", "A Sample Year"),
            ("company", "The Bureau"),
            ("units", "Units"),
            ("people", "People"),
            ("revenue_lines", "Revenue Lines"),
            ("clients", "Key Clients"),
            ("duties", "Duties and Contest of the Year"),
            ("targets", "Targets of the Year"),
            ("arrears", "Arrears"),
            ("samples", "Samples"),
            ("first_month", "First Month"),
        ],
        string="Step",
        required=True,
        readonly=True,
    )
    number = fields.Integer(string="No.", compute="_compute_state")
    is_skipped = fields.Boolean(string="Skipped", readonly=True)
    state = fields.Selection(
        [
            ("todo", "To Do"),
            ("done", "Done"),
            ("skipped", "Skipped"),
            ("optional", "Optional"),
        ],
        compute="_compute_state",
    )
    is_next = fields.Boolean(compute="_compute_state", help="The first one to do.")
    message = fields.Text(string="Present State", compute="_compute_state")
    purpose = fields.Char(compute="_compute_purpose")
    icon = fields.Char(compute="_compute_purpose")
    is_shown = fields.Boolean(
        string="Shown",
        compute="_compute_is_shown",
        search="_search_is_shown",
        help="A company with invoices of its own needs no sample year.",
    )
    button = fields.Char(compute="_compute_purpose")

    _company_code_uniq = models.UniqueIndex("(company_id, code)")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("is_skipped", "code")
    @api.depends_context("lang")
    def _compute_state(self):
        waiting = set()
        settings = self._get_step_settings()
        for step in self.sorted("sequence"):
            # sudo: numbers of records that the department may not all read, such as
            # invoices; only sentences about them are shown
            is_done, sentences = getattr(
                step.sudo().with_company(step.company_id), f"_describe_{step.code}"
            )()
            open_state = "skipped" if step.is_skipped else "todo"
            if settings[step.code].get("is_optional"):
                open_state = "optional"
            step.state = "done" if is_done else open_state
            step.message = "\n".join(sentences)
            step.is_next = step.state == "todo" and step.company_id not in waiting
            if step.state == "todo":
                waiting.add(step.company_id)
        places = self._get_step_order()
        for step in self:
            step.number = places.index(step.code)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_purpose(self):
        settings = self._get_step_settings()
        for step in self:
            for name in ("purpose", "icon", "button"):
                step[name] = settings[step.code][name]

    @api.depends("code", "company_id")
    def _compute_is_shown(self):
        shown = self.filtered_domain(self._search_is_shown("in", [True]))
        for step in self:
            step.is_shown = step in shown

    def _search_is_shown(self, operator, _value):
        if operator != "in":
            return NotImplemented
        if self.env["telecom.sample.company"]._find_sample_company():
            return Domain.TRUE
        empty = self.env.companies.filtered(lambda own: not self._has_invoices(own))
        return Domain("code", "!=", "sample_year") | Domain(
            "company_id", "in", empty.ids
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def get_home_action(self):
        """Return the action of the app's first page for the user.

        It is the setup page for the customer service department, until all steps are
        done or skipped, or the page is put away; the dashboard otherwise.
        """
        company = self.env.company
        if self.env.user.has_group(SERVICE) and not company.telecom_setup_put_away:
            steps = self.search([("company_id", "=", company.id)])
            if "todo" in steps.mapped("state"):
                return self.get_page_action()
        return self.env["ir.actions.client"]._for_xml_id(
            f"{MODULE}telecom_dashboard_action"
        )

    @api.model
    def get_page_action(self):
        """Return the action of the setup page of the user's company."""
        self._check_service()
        company = self.env.company
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}telecom_setup_step_action"
        )
        domain = Domain("company_id", "=", company.id) & Domain("is_shown", "=", True)
        return action | {"domain": list(domain)}

    def action_start(self):
        """Open the screen on which the step is done."""
        self.ensure_one()
        self._check_service()
        return getattr(self, f"_open_{self.code}")()

    def action_skip(self):
        """Leave out steps, or take them up again."""
        self._check_service()
        self.check_access("read")
        for step in self:
            # sudo: a guarded field; role and company were checked above
            step.sudo().is_skipped = not step.is_skipped

    def action_put_away(self):
        """Make the dashboard the first page of the app, and open it."""
        self._check_service()
        # sudo: the department sets up its company without the right to change it
        self.env.company.sudo().telecom_setup_put_away = True
        return self.env["ir.actions.client"]._for_xml_id(
            f"{MODULE}telecom_dashboard_action"
        )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_service(self):
        check_service(
            self.env,
            self.env._("Only the customer service department sets up the company."),
        )

    @api.model
    def _create_missing_steps(self):
        """Create the steps that a company does not have yet.

        Installing an addon with a step calls it, and so does a new company.
        """
        codes = self._get_step_order()
        # sudo: nobody else creates or deletes steps
        steps = self.sudo()
        there = set(steps._read_group([], ["company_id", "code"]))
        steps.create(
            [
                {"company_id": company.id, "code": code}
                for company in self.env["res.company"].sudo().search([], order="id")
                for code in codes
                if (company, code) not in there
            ]
        )

    @api.model
    def _get_step_order(self):
        settings = self._get_step_settings()
        return sorted(settings, key=lambda code: settings[code]["sequence"])

    @api.model
    def _get_step_settings(self):
        """Return ``{code: settings}`` of all steps, in one written order.

        sequence: place on the page; gaps are for other addons
        purpose: a sentence that says what the step is for
        icon: a class of Font Awesome
        button: label of the button that opens its screen
        is_optional: whether the setup is complete without it (default: no)
        """
        return {
            "sample_year": {
                "sequence": 5,
                "icon": "fa-eye",
                "purpose": self.env._(
                    "A full app to look around in, in a company of its own."
                ),
                "button": self.env._("Load or Take Away"),
                "is_optional": True,
            },
            "company": {
                "sequence": 10,
                "icon": "fa-building-o",
                "purpose": self.env._("Language of papers, time zone, first month."),
                "button": self.env._("Enter the Basics"),
            },
            "units": {
                "sequence": 20,
                "icon": "fa-sitemap",
                "purpose": self.env._(
                    "Bureau, branches, counties and outlets, with staff."
                ),
                "button": self.env._("Paste the Units"),
            },
            "people": {
                "sequence": 30,
                "icon": "fa-users",
                "purpose": self.env._(
                    "Role, unit, certificate and registration of each user."
                ),
                "button": self.env._("Fill in the People"),
            },
            "revenue_lines": {
                "sequence": 40,
                "icon": "fa-tags",
                "purpose": self.env._("Which product categories belong to which line."),
                "button": self.env._("Map the Categories"),
            },
            "clients": {
                "sequence": 50,
                "icon": "fa-star-o",
                "purpose": self.env._(
                    "Tiers by last year's revenue, units and managers."
                ),
                "button": self.env._("Review the Tiers"),
            },
            "duties": {
                "sequence": 60,
                "icon": "fa-calendar-check-o",
                "purpose": self.env._(
                    "Papers, meetings, reports; schemes; labour contest."
                ),
                "button": self.env._("Prepare the Year"),
            },
            "targets": {
                "sequence": 70,
                "icon": "fa-bullseye",
                "purpose": self.env._(
                    "Without targets, scorecards cannot be published."
                ),
                "button": self.env._("Enter Targets"),
            },
            "arrears": {
                "sequence": 80,
                "icon": "fa-exclamation-triangle",
                "purpose": self.env._(
                    "From when and from how much debts are followed."
                ),
                "button": self.env._("Set the Limits"),
            },
            "samples": {
                "sequence": 85,
                "icon": "fa-flask",
                "purpose": self.env._(
                    "Rates, tiers, grades and limits are samples at first."
                ),
                "button": self.env._("Look and Confirm"),
            },
            "first_month": {
                "sequence": 90,
                "icon": "fa-flag-checkered",
                "purpose": self.env._(
                    "Ledger, cards, contest and circulars of a month."
                ),
                "button": self.env._("Check and Run"),
            },
        }

    def _get_year(self):
        return self.company_id._telecom_today().year

    def _get_company_domain(self):
        return Domain("company_id", "=", self.company_id.id)

    def _get_dialog(self, model, **defaults):
        """Return the action that opens a dialog of the step."""
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                **{f"default_{name}": value for name, value in defaults.items()},
            },
        }

    # What is done and what is missing, step by step

    @api.model
    def _has_invoices(self, company):
        """Return whether a company has posted customer invoices."""
        # sudo: whether there are any is no secret
        return bool(
            self.env["account.move"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", company.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                ],
                limit=1,
            )
        )

    def _describe_sample_year(self):
        company = self.env["telecom.sample.company"]._find_sample_company()
        if company:
            return True, [self.env._("%s is there.", company.name)]
        return False, [self.env._("Nothing of it is in your own company.")]

    def _open_sample_year(self):
        return self._get_dialog("telecom.sample.year") | {"context": {}}

    def _describe_company(self):
        company = self.company_id
        months = self.env["telecom.period"].search(
            self._get_company_domain(), order="date_from"
        )
        first = months[:1]
        sentences = [
            self.env._(
                "Language: %(language)s · time zone: %(zone)s",
                language=self._get_language_name(),
                zone=company.telecom_tz,
            ),
            self.env._("The ledger begins with %s.", first._format_month())
            if first
            else self.env._("The first month of the ledger is not entered yet."),
        ]
        return bool(first and company.telecom_tz), sentences

    def _get_language_name(self):
        code = self.company_id._get_telecom_lang()
        return dict(self.env["res.lang"].get_installed()).get(code, code)

    def _open_company(self):
        return self._get_dialog("telecom.setup.company") | {"context": {}}

    def _describe_units(self):
        units = self.env["telecom.sales.unit"].search(self._get_company_domain())
        if not units:
            return False, [self.env._("There are no units yet.")]
        empty = units.filtered(lambda u: not u.headcount and u.kind != "outlet")
        is_city = "city" in units.mapped("kind")
        is_more = bool({"county", "branch"} & set(units.mapped("kind")))
        sentences = [self.env._("%s units", len(units))]
        if not is_city:
            sentences.append(self.env._("The city bureau is missing."))
        elif not is_more:
            sentences.append(self.env._("Branches and county bureaus are missing."))
        if empty:
            sentences.append(
                self.env._("Without number of staff: %s", self._join_names(empty))
            )
        return is_city and is_more and not empty, sentences

    def _join_names(self, records, shown=4):
        """Return the first names of records, and how many more there are."""
        return format_names(self.env, records.mapped("name"), shown)

    def _open_units(self):
        return self._get_dialog("telecom.unit.entry")

    def _describe_people(self):
        users = self.env["telecom.people.entry"]._find_users(self.company_id)
        groups = self.env["res.groups"].union(*map(self.env.ref, ROLES))
        idle = users.filtered(lambda user: not user.all_group_ids & groups)
        people = self.env["telecom.salesperson"].search(self._get_company_domain())
        registered = people.filtered(lambda person: person.state == "registered")
        waiting = people.filtered(lambda person: person.state == "candidate")
        units = self.env["telecom.sales.unit"].search(
            self._get_company_domain() & Domain("kind", "in", ("county", "branch"))
        )
        orphans = units.filtered(lambda unit: not unit.manager_id)
        leader = self.env.ref(LEADER)
        leaders = users.filtered(lambda user: leader in user.all_group_ids)
        sentences = [
            self.env._(
                "%(users)s users, %(people)s registered salespeople",
                users=len(users),
                people=len(registered),
            )
        ]
        if idle:
            sentences.append(
                self.env._("%s users have no role in this app.", len(idle))
            )
        if waiting:
            sentences.append(
                self.env._("Not registered yet: %s", self._join_names(waiting))
            )
        if orphans:
            sentences.append(
                self.env._("Without a manager: %s", self._join_names(orphans))
            )
        if not leaders:
            sentences.append(self.env._("Nobody signs circulars: a leader is missing."))
        is_done = bool(registered and leaders and units) and not (orphans or waiting)
        return is_done, sentences

    def _open_people(self):
        return self._get_dialog("telecom.people.entry")

    def _describe_revenue_lines(self):
        paid = self.env["telecom.revenue.mapping"]._get_paid_amounts(self.company_id)
        mapped = sum(
            amount
            for category, amount in paid.items()
            if category.revenue_line_id
            or (not category and self.company_id.telecom_default_revenue_line_id)
        )
        total = sum(paid.values())
        lines = self.env["telecom.revenue.line"]
        lines = lines.search(lines._check_company_domain(self.company_id))
        sentences = []
        if total:
            sentences.append(
                self.env._(
                    "Of %(total)s paid in twelve months, %(open)s have no line.",
                    total=self._format_money(total),
                    open=self._format_money(total - mapped),
                )
            )
        else:
            sentences.append(self.env._("Nothing was paid in the last twelve months."))
        without_rate = lines.filtered(
            lambda line: line.category_ids and not line.current_rate_id
        )
        if without_rate:
            sentences.append(
                self.env._("Without a rate: %s", self._join_names(without_rate))
            )
        is_mapped = bool(lines.category_ids) and not self._is_money(total - mapped)
        return is_mapped and not without_rate, sentences

    def _format_money(self, amount):
        return format_amount(self.env, amount, self.company_id.currency_id)

    def _is_money(self, amount):
        return not self.company_id.currency_id.is_zero(amount)

    def _open_revenue_lines(self):
        return self._get_dialog("telecom.revenue.mapping")

    def _describe_clients(self):
        progress = self.env["telecom.tier.review"]._get_opening_progress()
        if progress["review"]:
            return False, [
                self.env._("The opening review waits to be applied."),
                self.env._(
                    "It gives %(clients)s clients a tier; without a lead: %(leads)s,"
                    " without a deputy: %(deputies)s",
                    clients=progress["clients"],
                    leads=progress["without_lead"],
                    deputies=progress["without_deputy"],
                ),
            ]
        [(tiered, managed)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*), COUNT(p.sales_unit_id)
                  FROM res_partner p
                  JOIN telecom_client_tier t ON t.id = p.tier_id
                 WHERE p.active AND p.commercial_partner_id = p.id
                   AND COALESCE(t.company_id, %(company)s) = %(company)s
                   AND COALESCE(p.company_id, %(company)s) = %(company)s
                """,
                company=self.company_id.id,
            )
        )
        if not tiered:
            return False, [self.env._("No client has a tier yet.")]
        sentences = [self.env._("%s key clients", tiered)]
        if tiered - managed:
            sentences.append(
                self.env._("%s of them belong to no unit.", tiered - managed)
            )
        return tiered == managed, sentences

    def _open_clients(self):
        """Open the opening review; the reviews of the company once it is applied."""
        reviews = self.env["telecom.tier.review"]
        if not reviews._get_opening_progress()["is_done"]:
            return reviews.action_begin_opening_review()
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}telecom_tier_review_action"
        )

    def _describe_targets(self):
        year = self._get_year()
        needed, missing = self._find_missing_targets()
        if not needed:
            return False, [
                self.env._("No scheme in force compares a unit with a target.")
            ]
        sentences = [
            self.env._(
                "%(there)s of %(needed)s targets of %(year)s that the scorecards need",
                there=len(needed) - len(missing),
                needed=len(needed),
                year=year,
            )
        ]
        metrics = self.env["telecom.metric"].union(*(metric for metric, _u in missing))
        if metrics:
            sentences.append(self.env._("Missing: %s", self._join_names(metrics, 3)))
        return not missing, sentences

    def _find_missing_targets(self):
        """Find the targets that the year's scorecards need.

        :return: two lists of pairs of a metric and a unit: all, and those missing
        """
        return self._find_needed_targets(
            self.company_id, self.company_id._telecom_today()
        )

    @api.model
    def _find_needed_targets(self, company, day):
        """Find the targets that the scorecards of a day's year need.

        :return: two lists of pairs of a metric and a unit: all, and those missing
        """
        domain = Domain("company_id", "=", company.id)
        units = self.env["telecom.sales.unit"].search(domain)
        schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(units, day)
        needed = [
            (indicator.metric_id, unit)
            for unit, scheme in schemes.items()
            for indicator in scheme.indicator_ids
            if indicator._is_compared_with_target()
            if indicator.target_kind == "target"
        ]
        needed = list(dict.fromkeys(needed))
        targets = self.env["telecom.target"].search(
            domain & Domain("year", "=", day.year) & Domain("unit_id", "!=", False)
        )
        there = {(target.metric_id, target.unit_id) for target in targets}
        return needed, [pair for pair in needed if pair not in there]

    @api.model
    def _find_missing_bases(self, company, day):
        """Find figures that lines of the scorecards are compared with, and that are 0.

        They are no targets: the projects that are due, or the key clients of an
        average. Without them a line has no score, and its card cannot be published.

        :return: pairs of a metric and a unit
        """
        domain = Domain("company_id", "=", company.id)
        units = self.env["telecom.sales.unit"].search(domain)
        schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(units, day)
        needed = defaultdict(self.env["telecom.sales.unit"].browse)
        for unit, scheme in schemes.items():
            for indicator in scheme.indicator_ids:
                if indicator.rule == "average":
                    needed[indicator.metric_id.denominator_id] |= unit
                elif indicator.rule in ("ratio", "projects"):
                    needed[indicator._get_target_metric()] |= unit
        first_day = day.replace(month=1, day=1)
        return [
            (metric, unit)
            for metric, here in needed.items()
            if metric
            for figures in [metric._measure_scopes(here, first_day, day)]
            for unit in here
            if not figures.get(unit.id)
        ]

    def _open_targets(self):
        return self.env["ir.actions.client"]._for_xml_id(
            f"{MODULE}telecom_target_grid_action"
        )

    def _describe_duties(self):
        year = self._get_year()
        duties = self.env["telecom.duty"].search_count(
            self._get_company_domain()
            & Domain("due_on", ">=", f"{year}-01-01")
            & Domain("due_on", "<=", f"{year}-12-31")
        )
        contest = self._find_contest()
        unassessed = self._find_unassessed_units()
        sentences = [
            self.env._(
                "%(count)s duties of %(year)s are listed.", count=duties, year=year
            )
        ]
        sentences.append(
            self.env._("Contest: %s", contest.name)
            if contest
            else self.env._("There is no contest of the year yet.")
        )
        if unassessed:
            sentences.append(
                self.env._(
                    "No scheme in force assesses: %s", self._join_names(unassessed)
                )
            )
        return bool(duties and contest and not unassessed), sentences

    def _find_contest(self):
        """Return the contest of the company that runs this year, if there is one."""
        today = self.company_id._telecom_today()
        return self.env["telecom.contest"].search(
            self._get_company_domain()
            & Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
            & Domain("state", "!=", "draft"),
            limit=1,
        )

    def _find_unassessed_units(self):
        """Return the branches and county bureaus that no scheme in force assesses."""
        units = self.env["telecom.sales.unit"].search(
            self._get_company_domain() & Domain("kind", "in", ("county", "branch"))
        )
        schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(
            units, self.company_id._telecom_today()
        )
        return units.filtered(lambda unit: unit not in schemes)

    def _open_duties(self):
        return self._get_dialog("telecom.setup.year") | {"context": {}}

    def _describe_arrears(self):
        company = self.company_id
        sentences = [
            self.env._(
                "Warning after %(days)s days from %(floor)s",
                days=company.telecom_warning_days,
                floor=self._format_money(company.telecom_warning_floor),
            )
        ]
        started = company.telecom_arrears_started_on
        sentences.append(
            self.env._("Watched since %s", format_date(self.env, started))
            if started
            else self.env._("Nothing is watched yet: look at the preview, then start.")
        )
        return bool(started), sentences

    def _open_arrears(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}telecom_arrears_start_action"
        )

    def _describe_samples(self):
        day = self.company_id.telecom_samples_confirmed_on
        if day:
            return True, [self.env._("Confirmed on %s", format_date(self.env, day))]
        return False, [
            self.env._("Conversion rates, tiers, grades and limits: not confirmed.")
        ]

    def _open_samples(self):
        return self._open_check("samples")

    def _describe_first_month(self):
        months = self.env["telecom.period"].search(
            self._get_company_domain(), order="date_from"
        )
        if not months:
            return False, [self.env._("Enter the first month of the ledger first.")]
        done = months.filtered(lambda month: month.computed_on)
        if done:
            return True, [
                self.env._("%s is computed.", done[-1]._format_month()),
                self.env._("The next steps are on its page."),
            ]
        return False, [self.env._("No month has been computed yet.")]

    def _open_first_month(self):
        return self._open_check("first_month")

    def _open_check(self, kind):
        """Return the dialog of a list that is stored, so that its buttons work."""
        check = self.env["telecom.setup.check"].create({"kind": kind})
        return self._get_dialog(check._name, kind=kind) | {"res_id": check.id}
