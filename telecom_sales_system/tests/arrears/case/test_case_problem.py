from freezegun import freeze_time

from odoo.tests import tagged

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-12")
class TestCaseProblem(CaseCommon):
    """What the close of a month says about cases; none of it blocks."""

    def _problems(self):
        """Problems about arrears as the department computes and opens them."""
        january = self.january.with_user(self.service)
        january.action_compute()
        found = {}
        for problem in january.problem_ids:
            if "rrears" in problem.message:
                action = problem.action_open_records()
                records = self.env(user=self.service)[action["res_model"]].search(
                    action["domain"]
                )
                self.assertEqual(len(records), problem.record_count)
                self.assertFalse(problem.blocking)
                found[problem.message.split(":")[0]] = (
                    records.mapped("display_name"),
                    problem.amount,
                )
        return found

    def test_without_lead_manager(self):
        """The mill has no lead, but a unit: 500 overdue. The stray has nobody: 70. The
        brewery is led: no problem of its own until its deadline is over."""
        mill = self._create_client("Mill", self.county)
        stray = self._create_client("Stray", self.branch)
        self._owe(1000, "2026-03-12")
        self._owe(500, "2026-03-12", mill)
        self._owe(70, "2026-03-12", stray)
        self._watch("2026-04-12")
        case = self._case(stray)
        nobody = "Arrears cases without an active accountable person"
        self.assertEqual(
            self._problems(),
            {
                "Clients with an arrears case but without a lead manager": (
                    ["Mill", "Stray"],
                    570,
                ),
                nobody: ([case.display_name], 70),
            },
        )
        with freeze_time("2026-05-13"):
            problems = self._problems()
        names, amount = problems["Arrears cases past their recovery deadline"]
        self.assertEqual((len(names), amount), (3, 1570))

    def test_nothing_to_say(self):
        self._owe(1000, "2026-03-12")
        self._watch("2026-04-12")
        self.assertEqual(self._problems(), {})
