from decimal import Decimal

from odoo import models
from odoo.tools import format_list, formatLang

from ...common.sentences import join_sentences

SHOWN = (
    *("actual", "target", "short", "above", "missing", "large", "month"),
    *("deduction", "bonus", "plan", "base", "growth"),
)


class TelecomAssessmentLineSentence(models.AbstractModel):
    """The sentence that explains a score, built from its figures for each reader."""

    _name = "telecom.assessment.line.sentence"
    _description = "Explanation of a Score"

    def _build_sentence(self, figures):
        """Return the sentence of a rule, such as "114 of 120, 5% short, −7.5, floor 0".

        :param figures: what ``telecom.assessment.scoring`` stored of the outcome
        """
        name = figures["sentence"]
        if name.startswith("conditions"):
            text = self._get_conditions_text(figures)
        elif name.startswith(("ratio", "average")):
            text = self._get_ratio_text(figures)
        elif name.startswith("veto"):
            text = self._get_veto_text(figures)
        else:
            if figures.get("counts_by") == "kinds" and name.startswith("missing"):
                name += "_kinds"
            text = self._get_sentence_templates()[name] % self._format_figures(figures)
        if figures.get("large") not in (None, "0"):
            text += self.env._(
                ", %(large)s large, +%(bonus)s", **self._format_figures(figures)
            )
        if figures.get("floor"):
            text += self._get_floor_text(figures.get("lowest"))
        return text

    def _get_sentence_templates(self):
        return {
            "missing_none": self.env._("%(actual)s of %(target)s, nothing missing"),
            "missing_some": self.env._(
                "%(actual)s of %(target)s, %(missing)s missing, −%(deduction)s"
            ),
            "missing_none_kinds": self.env._(
                "%(actual)s of %(target)s kinds without a gap"
            ),
            "missing_some_kinds": self.env._(
                "%(actual)s of %(target)s kinds without a gap, −%(deduction)s"
            ),
            "nothing_due": self.env._("nothing due yet, full points"),
            "not_due": self.env._(
                "not assessed before the end of month %(month)s, full points"
            ),
            "projects_done": self.env._("%(actual)s done, %(target)s planned"),
            "projects_missing": self.env._(
                "%(actual)s done, %(target)s planned, %(missing)s missing,"
                " −%(deduction)s"
            ),
        }

    def _get_floor_text(self, lowest):
        if not lowest:
            return self.env._(", floor 0")
        return self.env._(", floor %s", self._format_number(lowest))

    def _get_ratio_text(self, figures):
        shown = self._format_figures(figures)
        subject, side = figures["sentence"].split("_")
        if subject == "average":
            text = self.env._("%(actual)s against the city's %(target)s", **shown)
        elif figures.get("lower"):
            text = self.env._("%(actual)s, at most %(target)s", **shown)
        else:
            text = self.env._("%(actual)s of %(target)s", **shown)
        text += self._get_origin_text(figures, shown)
        if side == "met":
            return text + self.env._(", on target")
        if side == "above":
            text += self.env._(", %(above)s%% better", **shown)
        elif figures.get("lower"):
            text += self.env._(", %(short)s%% too many", **shown)
        else:
            text += self.env._(", %(short)s%% short", **shown)
        if figures.get("counted") in (None, "0"):
            return text + self.env._(", no full percent")
        if side == "short":
            return text + self.env._(", −%(deduction)s", **shown)
        if figures.get("cap"):
            return text + self.env._(", at most +%(bonus)s", **shown)
        return text + self.env._(", +%(bonus)s", **shown)

    def _get_origin_text(self, figures, shown):
        """Return the source of the target: the plan, or last year with growth."""
        if "base" not in figures:
            return ""
        if Decimal(figures["target"]) > Decimal(figures["plan"]):
            return self.env._(
                " (%(base)s of last year + %(growth)s%%, above the plan of %(plan)s)",
                **shown,
            )
        return self.env._(
            " (the plan, not below %(base)s of last year + %(growth)s%%)", **shown
        )

    def _get_veto_text(self, figures):
        """Return what a veto counts, such as "Circular not done: 1 time"."""
        shown = {
            "found": self._get_veto_count_text(figures),
            "limit": self._format_number(figures["target"]),
        }
        if figures["sentence"] == "veto_held":
            return self.env._("%(found)s, a veto from %(limit)s on: no award", **shown)
        return self.env._("%(found)s; a veto from %(limit)s on", **shown)

    def _get_veto_count_text(self, figures):
        number = int(figures["actual"])
        times = self.env._("1 time") if number == 1 else self.env._("%s times", number)
        if figures["veto_on"] == "integrity":
            return self.env._("integrity cases proved: %s", number)
        # sudo: names of duties are no secret to a reader of the card
        types = self.env["telecom.duty.type"].sudo().browse(figures["duties"]).exists()
        duties = format_list(self.env, types.mapped("name"))
        if figures["veto_on"] == "grave_errors":
            return self.env._(
                "%(duties)s with grave errors: %(times)s", duties=duties, times=times
            )
        if figures["late"]:
            return self.env._(
                "%(duties)s not done in time: %(times)s", duties=duties, times=times
            )
        return self.env._("%(duties)s not done: %(times)s", duties=duties, times=times)

    def _get_conditions_text(self, figures):
        signs = {">=": self.env._("at least"), "<=": self.env._("at most")}
        metrics = self.env["telecom.metric"].sudo()
        parts = [
            self.env._(
                "%(metric)s %(actual)s, %(sign)s %(wanted)s: %(verdict)s",
                metric=metrics.browse(each["metric"]).name,
                actual=self._format_number(each["actual"]),
                sign=signs[each["operator"]],
                wanted=self._format_number(each["wanted"]),
                verdict=self.env._("yes") if each["holds"] else self.env._("no"),
            )
            for each in figures.get("conditions", ())
        ]
        text = join_sentences(self.env, parts) or self.env._(
            "%(actual)s of %(target)s conditions hold", **self._format_figures(figures)
        )
        if figures["sentence"] == "conditions_failing":
            text += self.env._(", −%(deduction)s", **self._format_figures(figures))
        return text

    def _format_figures(self, figures):
        """Return the figures as texts in the user's language."""
        return {name: self._format_number(figures.get(name) or 0) for name in SHOWN}

    def _format_number(self, value):
        """Return a number as text: with two decimals, or without if it is whole."""
        value = float(value)
        digits = 0 if round(value, 2) == int(value) else 2
        return formatLang(self.env, value, digits=digits)
