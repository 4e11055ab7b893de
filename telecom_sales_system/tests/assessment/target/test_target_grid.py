from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..scorecard.cards import MODULE, CardCommon


@tagged("post_install", "-at_install")
class TestTargetGrid(CardCommon):
    """The grid of 2027: Cili and Letters need a target of points for their cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["telecom.metric"].search([]).is_goal = False
        cls.grid = cls.env["telecom.target.grid"].with_user(cls.service)
        cls.key = str(cls.points.id)

    def _shown(self, grid):
        """Return ``{unit: (level, value, whether needed)}`` of the column of points."""
        return {
            row["name"]: (
                row["level"],
                grid["cells"][row["id"]][self.key]["value"],
                grid["cells"][row["id"]][self.key]["needed"],
            )
            for row in grid["rows"]
        }

    def _save(self, *changes, user=None):
        grid = self.grid.with_user(user or self.service)
        return grid.save_grid(
            2027, [[unit.id, key or self.key, number] for unit, key, number in changes]
        )

    def test_units_as_a_tree(self):
        """Each unit after the one above it; what cards compare is missing."""
        grid = self.grid.read_grid(2027)
        self.assertEqual(
            self._shown(grid),
            {
                "City": (0, None, False),
                "Cili": (1, None, True),
                "Lingyang": (2, None, False),
                "Letters": (1, None, True),
            },
        )
        self.assertEqual([row["name"] for row in grid["rows"]][0], "City")
        self.assertEqual(
            grid["missing"], [f"{self.points.name}: no target of Cili and Letters."]
        )
        this_year = self.grid.read_grid()
        self.assertEqual(this_year["year"], 2026)
        self.assertEqual(this_year["missing"], [])
        self.assertEqual(self._shown(this_year)["Cili"], (1, 5040, True))

    def test_save(self):
        """Targets are made, changed and removed; each is split into equal months."""
        grid = self._save((self.county, "", 6000), (self.branch, "", 1200.5))
        self.assertEqual(grid["missing"], [])
        grid = self._save((self.county, "", 9000), (self.outlet, "", 40))
        targets = self.env["telecom.target"].search([("year", "=", 2027)])
        self.assertEqual(
            {target.unit_id: target.amount for target in targets},
            {self.county: 9000, self.branch: 1200.5, self.outlet: 40},
        )
        self.assertEqual(targets[0].company_id, self.env.company)
        of_cili = targets.filtered(lambda target: target.unit_id == self.county)
        self.assertEqual(of_cili.january, 750)
        grid = self._save((self.branch, "", None))
        self.assertEqual(self._shown(grid)["Letters"], (1, None, True))
        self.assertEqual(
            grid["missing"], [f"{self.points.name}: no target of Letters."]
        )

    def test_zero_is_missing(self):
        """A card does not divide by a target of zero."""
        grid = self._save((self.county, "", 0), (self.branch, "", 1))
        self.assertEqual(grid["missing"], [f"{self.points.name}: no target of Cili."])

    def test_goals_of_the_city(self):
        clients = self.env.ref(MODULE + "metric_key_clients")
        clients.is_goal = True
        grid = self.grid.read_grid(2027)
        self.assertIn(f"{clients.name}: no target of City.", grid["missing"])
        self.assertEqual(len(grid["columns"]), 2)
        grid = self._save((self.city, str(clients.id), 307))
        self.assertNotIn(f"{clients.name}: no target of City.", grid["missing"])

    def test_last_year_is_measured(self):
        """The points of 2026: 399 of Cili, 424.2 of Letters, so 823.2 of all."""
        self.scheme.sudo().state = "draft"
        self.scheme.indicator_ids.filtered(lambda i: i.rule == "ratio").growth = 15
        self.scheme.sudo().state = "in_force"
        grid = self.grid.read_grid(2027)
        base = f"{self.points.id}-base"
        measured = {
            row["name"]: grid["cells"][row["id"]][base]["measured"]
            for row in grid["rows"]
        }
        self.assertEqual(
            measured, {"City": 823.2, "Cili": 399, "Lingyang": 0, "Letters": 424.2}
        )

    def test_growth_asks_for_last_year(self):
        """Key clients of a unit without any in 2026 grow by 15 % on a typed figure."""
        clients = self.env.ref(MODULE + "metric_key_clients")
        self.scheme.sudo().state = "draft"
        indicator = self.scheme.indicator_ids.filtered(lambda i: i.rule == "ratio")
        indicator.write({"metric_id": clients.id, "growth": 15})
        self.scheme.sudo().state = "in_force"
        base = f"{clients.id}-base"
        grid = self.grid.read_grid(2027)
        self.assertEqual(
            [column["key"] for column in grid["columns"] if column["kind"] == "base"],
            [base],
        )
        self.assertIn(
            f"{clients.name}: no figure of last year of Cili.", grid["missing"]
        )
        self._save((self.county, str(clients.id), 0), (self.county, base, 20))
        target = self.env["telecom.target"].search(
            [("year", "=", 2027), ("metric_id", "=", clients.id)]
        )
        self.assertEqual((target.has_base, target.base, target.amount), (True, 20, 0))
        grid = self._save((self.county, base, 22))
        self.assertEqual(grid["cells"][self.county.id][base]["value"], 22)
        self.assertFalse([text for text in grid["missing"] if clients.name in text])
        self._save((self.county, base, None))
        self.assertFalse(target.has_base)

    def test_measured_last_year(self):
        """Points of 2026 are shown as last year's: 399 of Cili, 424.2 of Letters."""
        self.scheme.sudo().state = "draft"
        indicator = self.scheme.indicator_ids.filtered(lambda i: i.rule == "ratio")
        indicator.growth = 15
        self.scheme.sudo().state = "in_force"
        cells = self.grid.read_grid(2027)["cells"]
        measured = {
            unit: cells[unit.id][f"{self.key}-base"]["measured"]
            for unit in (self.county, self.branch, self.city)
        }
        self.assertEqual(
            measured, {self.county: 399, self.branch: 424.2, self.city: 823.2}
        )

    def test_quotas_of_people(self):
        """The scheme asks for full-timers with a target: Anna and Bert have none."""
        quota = self.env.ref(MODULE + "metric_quota_share")
        self.scheme.sudo().state = "draft"
        self.scheme.indicator_ids.condition_ids[0].metric_id = quota
        self.scheme.sudo().state = "in_force"
        text = "Full-time salespeople without a target of points: %s."
        self.assertIn(text % 2, self.grid.read_grid(2027)["missing"])
        self.env["telecom.target"].create(
            {
                "metric_id": self.points.id,
                "salesperson_id": self.anna.id,
                "year": 2027,
                "amount": 900,
            }
        )
        self.assertIn(text % 1, self.grid.read_grid(2027)["missing"])

    def test_manager_of_a_unit(self):
        """He sees Cili and its outlet; he sets the target of the outlet only."""
        grid = self.grid.with_user(self.county_manager).read_grid(2027)
        self.assertEqual(
            [(row["name"], row["may_write"]) for row in grid["rows"]],
            [("Cili", False), ("Lingyang", True)],
        )
        grid = self._save((self.outlet, "", 40), user=self.county_manager)
        self.assertEqual(self._shown(grid)["Lingyang"], (1, 40, False))
        for unit in (self.county, self.branch):
            with self._refused(AccessError, "have 'create' access to:\n- Target"):
                self._save((unit, "", 1), user=self.county_manager)

    def test_other_roles(self):
        for user in (self.leader, self.auditor):
            grid = self.grid.with_user(user).read_grid(2027)
            self.assertEqual(len(grid["rows"]), 4)
            self.assertFalse(grid["may_write"])
            with self._refused(AccessError, "not allowed to create 'Target'"):
                self._save((self.county, "", 1), user=user)
        with self._refused(AccessError, "managers of units see those of their units"):
            self.grid.with_user(self.anna.user_id).read_grid(2027)

    def test_another_company(self):
        """Neither its units nor its targets are in the grid."""
        sister = self.setup_other_company(name="Sister")["company"]
        unit = self.env["telecom.sales.unit"].create(
            {"name": "S", "code": "S", "kind": "county", "company_id": sister.id}
        )
        ids = [row["id"] for row in self.grid.read_grid(2027)["rows"]]
        self.assertNotIn(unit.id, ids)
        missing = self.env["telecom.target.grid"]._find_missing(sister, 2027)
        self.assertEqual(missing, [f"{self.points.name}: no target of S."])
