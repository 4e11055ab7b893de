import {
    addTour,
    confirm,
    goBack,
    openApp,
    openMenu,
    press,
    waitForStatus,
} from "./telecom_tour_steps";

const steps = ".o_field_widget[name=step_ids]";

/** The department closes March and makes its circular ready for signature. */
addTour("telecom_close", () => [
    ...openApp(),
    ...openMenu("telecom_performance_menu", "telecom_period_menu"),
    {
        content: "open March",
        trigger: ".o_data_row:contains(2026-03) .o_data_cell[name=name]",
        run: "click",
    },
    press("action_run"),
    {
        content: "seven steps are done, the ledger with 600 yuan and 210 points",
        trigger: `${steps}:has(.o_data_row:eq(6)):not(:contains(Waiting)) .o_data_row:contains(600.00):contains(210.00)`,
    },
    {
        content: "look at the problems",
        trigger: ".o_notebook_headers a:contains(Problems)",
        run: "click",
    },
    {
        content: "open the records of one",
        trigger:
            ".o_field_widget[name=problem_ids] .o_data_row button[name=action_open_records]",
        run: "click",
    },
    goBack("2026-03"),
    press("action_run_and_close"),
    confirm(),
    waitForStatus("Closed"),
    {
        content: "there are more figures than fit",
        trigger: ".o-form-buttonbox .o_button_more",
        run: "click",
    },
    press("action_open_circulars", ".o-dropdown--menu"),
    {
        content: "open the circular on performance",
        trigger: ".o_data_row:contains(Performance):contains(Draft) .o_data_cell",
        run: "click",
    },
    {
        content: "it has the figures of the month",
        trigger: ".o_field_widget[name=text]:contains(600.00)",
    },
    press("action_review"),
    waitForStatus("Reviewed"),
]);

/** The leader has signed in the meantime: the department issues it. */
export const issue = () => [
    ...openApp(),
    ...openMenu("telecom_circulars_menu", "telecom_circular_menu"),
    {
        content: "open what was signed",
        trigger: ".o_data_row:contains(Signed) .o_data_cell",
        run: "click",
    },
    press("action_issue"),
    confirm(),
    waitForStatus("Issued"),
    {
        content: "it has its number",
        trigger: ".o_last_breadcrumb_item:contains(张电营销〔2026〕1号)",
    },
    {
        content: "it has its seal",
        trigger: ".o_field_widget[name=seal]:contains(/^[0-9a-f]{64}$/)",
    },
];

addTour("telecom_circular_issue", issue);
