import {addTour, choose, dialog, openApp, openMenu} from "./telecom_tour_steps";

/** Press a button of the header and wait for its dialog. */
function openStep(label) {
    return [
        {
            content: `press ${label}`,
            trigger: `.o_statusbar_buttons button:contains(/^${label}$/)`,
            run: "click",
        },
        {
            content: `the dialog says ${label}`,
            trigger: `${dialog} .modal-title:contains(/^${label}$/)`,
        },
    ];
}

const apply = {
    content: "apply the step",
    trigger: `${dialog} button[name=action_apply]`,
    run: "click",
};

addTour("telecom_salesperson_step", () => [
    ...openApp(),
    ...openMenu("telecom_organisation_menu", "telecom_salesperson_menu"),
    {
        content: "open the candidate",
        trigger: ".o_data_row:contains(carl) .o_data_cell[name=certificate_no]",
        run: "click",
    },
    ...openStep("Register"),
    {
        content: "enter the certificate number",
        trigger: `${dialog} .o_field_widget[name=certificate_no] input`,
        run: "edit C-003",
    },
    ...choose("unit_id", "Letters", dialog),
    apply,
    {
        content: "carl is registered, with one assignment",
        trigger: ".o_arrow_button_current:contains(Registered)",
    },
    {
        content: "the assignment is to Letters",
        trigger: ".o_field_widget[name=assignment_ids] .o_data_row:contains(Letters)",
    },
    ...openStep("Move"),
    {
        content: "move a month later",
        trigger: `${dialog} .o_field_widget[name=date] input, ${dialog} .o_field_widget[name=date] button`,
        run: "click",
    },
    {
        content: "turn the page of the calendar",
        trigger: ".o_datetime_picker .o_next",
        run: "click",
    },
    {
        content: "choose the 15th",
        trigger:
            ".o_datetime_picker .o_date_item_cell:not(.o_out_of_range):contains(/^15$/)",
        run: "click",
    },
    ...choose("unit_id", "Cili", dialog),
    apply,
    {
        content: "a second assignment stands beside the first",
        trigger:
            ".o_field_widget[name=assignment_ids]:has(.o_data_row:contains(Letters)) .o_data_row:contains(Cili)",
    },
]);
