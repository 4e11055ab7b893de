import json

from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from ..common import OrganisationCommon

SALESPERSON = (
    "telecom_dashboard_action",
    "telecom_visit_action",
    "res_partner_action_visits",
    "telecom_visit_plan_action",
    "telecom_sales_log_action_mine",
    "calendar_event_action_telecom",
    "telecom_training_attendance_action_mine",
    "telecom_marketing_project_action",
    "telecom_conduct_incident_action",
    "telecom_experience_note_action",
)
MANAGER = (
    "telecom_dashboard_action",
    "telecom_visit_action",
    "telecom_sales_log_action_sample",
)
# Opens each screen in turn. Nothing may lie beyond the right edge, but for what its
# own frame scrolls; a screen must show something and name its overflow.
CODE = """
(async () => {
    const {action} = odoo.__WOWL_DEBUG__.root.env.services;
    const settled = () => new Promise((resolve) => setTimeout(resolve, 1200));
    // Lists and boards of columns scroll in their own frames.
    const frames = ".o_list_renderer, .table-responsive, .o_kanban_grouped";
    for (const screen of %s) {
        await action.doAction(screen, {clearBreadcrumbs: true});
        await settled();
        const page = document.querySelector(".o_action_manager, .o_dialog");
        if (!page || page.innerText.trim().length < 3) {
            throw new Error(`${JSON.stringify(screen)} shows nothing`);
        }
        const bodies = [...document.querySelectorAll(".o_content, .modal-body")];
        const excess = Math.max(
            document.scrollingElement.scrollWidth - window.innerWidth,
            ...bodies
                .filter((body) => !body.querySelector(frames))
                .map((body) => body.scrollWidth - body.clientWidth)
        );
        const beyond = [...document.querySelectorAll(
            ".o_action_manager button, .o_action_manager .o_field_widget," +
            " .o_dialog button, .o_dialog .o_field_widget"
        )].filter((element) => {
            const box = element.getBoundingClientRect();
            const inside = box.right <= window.innerWidth + 1;
            // The top bar of Odoo's chatter scrolls too.
            const framed = element.closest(`${frames}, .o-mail-Chatter-topbar`);
            return box.width && !inside && !framed;
        });
        if (window.innerWidth !== 390 || excess > 0 || beyond.length) {
            const names = beyond.map((e) => e.getAttribute("name") || e.innerText);
            throw new Error(
                `${JSON.stringify(screen)}: ${excess} points too wide, ${names}`
            );
        }
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestPhoneScreens(OrganisationCommon, HttpCase):
    """The screens of field work on a telephone, 390 points wide."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create(
            {"name": "Great Brewery of the Upper Lishui Valley", "is_company": True}
        )
        user = cls.anna.user_id
        visits = cls.env["telecom.visit"].with_user(user)
        cls.visit = visits.create(
            {
                "partner_id": cls.firm.id,
                "start": Datetime.now(),
                "purpose": "Offer the new labels and the yearly contract",
            }
        )
        cls.visit.action_check_in(29.1, 110.5)
        cls.log = (
            cls.env["telecom.sales.log"]
            .with_user(user)
            .create({"salesperson_id": cls.anna.id, "plan": "Visit three firms"})
        )
        cls.project = cls.env["telecom.marketing.project"].create(
            {
                "name": "Spring",
                "unit_id": cls.county.id,
                "salesperson_id": cls.anna.id,
                "planned_revenue": 800_000,
            }
        )

    def _form(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def _open(self, user, names, *records):
        screens = [f"telecom_sales_system.{name}" for name in names]
        screens += [self._form(record) for record in records]
        user.password = user.login
        self.browser_js(
            "/odoo/visits",
            CODE % json.dumps(screens),
            "document.querySelector('.o_view_controller') !== null",
            login=user.login,
            timeout=240,
        )

    def test_salesperson(self):
        records = (self.visit, self.log, self.project)
        self._open(self.anna.user_id, SALESPERSON, *records)

    def test_unit_manager(self):
        self.log.action_submit()
        self._open(self.county_manager, MANAGER, self.log, self.visit)
