import {rpc} from "@web/core/network/rpc";
import {user} from "@web/core/user";
import {
    addTour,
    choose,
    dialog,
    openMenu,
    press,
    tile,
    waitForStatus,
    write,
} from "./telecom_tour_steps";

/**
 * Add the tour of one task of a role, which tells the test its clicks, the fields that
 * are filled in and the seconds from the page that it begins on.
 */
function addTask(task, steps, url = "/odoo/telecom-dashboard") {
    const begin = {
        content: "the page is there",
        trigger: ".o_action_manager :is(.o_telecom_dashboard, .o_view_controller)",
        run: () => {
            window.telecomTaskBegan = performance.now();
        },
    };
    const counted = steps();
    const end = {
        content: "tell the figures",
        trigger: "body",
        run: async () => {
            const seconds = (performance.now() - window.telecomTaskBegan) / 1000;
            const clicks = counted.filter((step) => step.run === "click").length;
            const isWriting = (step) => /^(edit|editor) /.test(step.run);
            const fields = counted.filter(isWriting).length;
            // The user's signature is what everybody may write on the server.
            const signature = `${task} ${clicks} ${fields} ${seconds.toFixed(1)}`;
            await rpc("/web/dataset/call_kw/res.users/write", {
                model: "res.users",
                method: "write",
                args: [[user.userId], {signature}],
                kwargs: {},
            });
        },
    };
    addTour(`telecom_use_${task}`, () => [begin, ...steps(), end], url);
}

// ---------------------------------------------------------------- salesperson, phone

addTask(
    "visit_done",
    () => [
        {
            content: "tap Visited on the card",
            trigger: ".o_kanban_record:contains(Brewery) button[name=action_open_done]",
            run: "click",
        },
        {
            content: "tap Visited in the dialog",
            trigger: ".modal:has([name=result]) button[name=action_done]",
            run: "click",
        },
        {
            content: "no planned visit is left",
            trigger:
                "body:not(:has(.modal)) .o_kanban_renderer:not(:has(button[name=action_open_done]))",
        },
    ],
    "/odoo/visits",
);

addTask("log", () => [
    {
        content: "the log is still to write: tap it",
        trigger: `${tile("own_log")} button:contains(To Write)`,
        run: "click",
    },
    write("plan", "Fetch samples"),
    press("action_submit"),
    {
        content: "the log is handed in",
        trigger:
            ".o_form_view:not(:has(button[name=action_submit])) .o_field_widget[name=submitted_at]",
    },
]);

addTask("own_points", () => [
    {
        content: "tap the own points",
        trigger: `${tile("points")} button:contains(this year)`,
        run: "click",
    },
    {
        content: "the payments behind them, as cards",
        trigger: ".o_kanban_record:contains(points)",
    },
]);

addTask("own_arrears", () => [
    {
        content: "tap what is overdue",
        trigger: `${tile("arrears")} button:contains(300.00)`,
        run: "click",
    },
    {
        content: "the client who owes it",
        trigger: ".o_kanban_record:contains(Brewery)",
    },
]);

// ---------------------------------------------------------------- unit manager

addTask("inspect_log", () => [
    {
        content: "open the log that waits for inspection",
        trigger: `${tile("logs")} .o_telecom_item:contains(Anna)`,
        run: "click",
    },
    press("action_open_inspection"),
    write("score", "85", dialog),
    write("remark", "Well prepared", dialog),
    press("action_inspect", dialog),
    waitForStatus("Inspected"),
]);

addTask("hold_meeting", () => [
    {
        content: "open the duty that is due",
        trigger: `${tile("duties")} .o_telecom_item:contains(Weekly)`,
        run: "click",
    },
    press("action_open_meeting"),
    {
        content: "write the minutes",
        trigger: ".o_field_widget[name=telecom_minutes] .odoo-editor-editable",
        run: "editor Visits of the week",
    },
    press("action_telecom_all_present"),
    {
        content: "somebody was present",
        trigger: ".o_field_widget[name=telecom_attended_ids] .o_tag",
    },
    press("action_telecom_hold"),
    {
        content: "the meeting is held",
        trigger: ".o_form_view button[name=action_telecom_reopen]",
    },
]);

addTask("own_card", () => [
    ...openMenu("telecom_assessment_menu", "telecom_assessment_card_menu"),
    {
        content: "open the card of the own unit",
        trigger: ".o_data_row:contains(Cili) .o_data_cell[name=unit_id]",
        run: "click",
    },
    {
        content: "open the evidence of a line",
        trigger:
            ".o_field_widget[name=line_ids] .o_data_row:contains(Performance):contains(2.50) button[name=action_open_evidence]",
        run: "click",
    },
    {
        content: "the payment behind it",
        trigger: ".o_list_view .o_data_row:contains(Anna):contains(399.00)",
    },
]);

addTask("plan_visit", () => [
    ...openMenu("telecom_fieldwork_menu", "telecom_visit_menu"),
    {content: "plan one", trigger: ".o_list_button_add", run: "click"},
    ...choose("partner_id", "Mill"),
    ...choose("salesperson_id", "Anna"),
    write("purpose", "Offer the labels"),
    {content: "save it", trigger: ".o_form_button_save", run: "click"},
    {content: "it is saved", trigger: ".o_last_breadcrumb_item:contains(Mill)"},
]);

// ---------------------------------------------------------------- leader

addTask("sign", () => [
    {
        content: "open what waits for a signature",
        trigger: `${tile("circulars_to_sign")} .o_telecom_item:contains(Spring Campaign)`,
        run: "click",
    },
    press("action_sign"),
    waitForStatus("Signed"),
]);

addTask("ranking", () => [
    ...openMenu("telecom_assessment_menu", "telecom_assessment_card_menu"),
    {
        content: "the units in their order",
        trigger: ".o_data_row:contains(Cili)",
    },
]);

// ---------------------------------------------------------------- all on the desk

/** Add the task of finding something by a menu, without a filter of one's own. */
function addSight(task, seen, ...menus) {
    addTask(task, () => [
        ...openMenu(...menus),
        {content: "it is on the page", trigger: seen},
    ]);
}

const row = (text) => `.o_data_row:contains(${text})`;
const group = (text) => `.o_group_header:contains(${text})`;

addSight(
    "ledger_by_unit",
    group("Cili"),
    "telecom_performance_menu",
    "telecom_performance_entry_menu",
);
addSight(
    "arrears_by_unit",
    group("Cili"),
    "telecom_arrears_menu",
    "telecom_arrears_item_menu",
);
addSight("targets", row("Cili"), "telecom_assessment_menu", "telecom_target_menu");
addSight("duties", row("Weekly"), "telecom_assessment_menu", "telecom_duty_menu");
addSight("months", row("2026-01"), "telecom_performance_menu", "telecom_period_menu");

// ---------------------------------------------------------------- beside the app

addTask(
    "pay_invoice",
    () => [
        {
            content: "open the invoice that is overdue",
            trigger: ".o_data_row:contains(Brewery) .o_data_cell[name=name]",
            run: "click",
        },
        press("action_register_payment"),
        press("action_create_payments", dialog),
        {
            content: "it is paid",
            trigger: ".o_form_view button[name=action_invoice_sent], .ribbon",
        },
    ],
    "/odoo/customer-invoices",
);
