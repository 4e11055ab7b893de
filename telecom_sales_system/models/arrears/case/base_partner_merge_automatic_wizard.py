from odoo import models

SEVEREST_FIRST = [
    "blacklisted",
    "release_proposed",
    "proposed",
    "circulated",
    "warning",
]


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_rows(self, src_partners, dst_partner, tables):
        if "telecom_blacklist_case" in tables:
            self._merge_open_cases(src_partners | dst_partner)
        return super()._merge_rows(src_partners, dst_partner, tables)

    def _merge_open_cases(self, partners):
        """Keep one open case per company: the severest, and of equals the oldest.

        A client has at most one open case. Odoo's merge would delete the others.
        """
        # sudo: users who merge clients may have no access to their cases
        cases = self.env["telecom.blacklist.case"].sudo()
        domain = [("partner_id", "in", partners.ids), *cases._get_open_domain()]
        for company, same in cases.search(domain).grouped("company_id").items():
            kept, *others = same.sorted(
                lambda case: (SEVEREST_FIRST.index(case.state), case.id)
            )
            merged = cases.union(*others)
            merged.write({"state": "merged", "closed_on": company._telecom_today()})
            for case in merged:
                case._message_log(
                    body=self.env._(
                        "The clients were merged; case %s goes on.", kept.display_name
                    )
                )
                kept._message_log(
                    body=self.env._(
                        "The clients were merged; case %s goes on here.",
                        case.display_name,
                    )
                )
            merged._update_activities()
