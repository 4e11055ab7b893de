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

/** A unit manager's week: a log inspected, a visit planned, a duty proved, the card. */
addTour("telecom_unit_manager_week", () => [
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
    ...openMenu("telecom_fieldwork_menu", "telecom_visit_menu"),
    {
        content: "the visit that Anna has planned",
        trigger: ".o_data_row:contains(Brewery):contains(Anna)",
    },
    {content: "plan another", trigger: ".o_list_button_add", run: "click"},
    ...choose("partner_id", "Mill"),
    ...choose("salesperson_id", "Anna"),
    write("purpose", "Offer the labels"),
    {content: "save it", trigger: ".o_form_button_save", run: "click"},
    {
        content: "it is saved",
        trigger: ".o_last_breadcrumb_item:contains(Mill)",
    },
    ...openMenu("telecom_dashboard_menu"),
    {
        content: "open the duty that is due",
        trigger: `${tile("duties")} .o_telecom_item:contains(Monthly Report)`,
        run: "click",
    },
    {
        content: "attach the report",
        trigger: ".o_field_widget[name=evidence_ids] input[type=file]:not(:visible)",
        run() {
            const files = new DataTransfer();
            files.items.add(new File(["Signed."], "report.txt"));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change"));
        },
    },
    {
        content: "the report is attached",
        trigger: ".o_field_widget[name=evidence_ids] .o_attachment:contains(report)",
    },
    press("action_fulfil"),
    {
        content: "the duty is done in time",
        trigger: ".o_field_widget[name=state]:contains(Done in Time)",
    },
    ...openMenu("telecom_assessment_menu", "telecom_assessment_card_menu"),
    {
        content: "open the card of the own unit",
        trigger: ".o_data_row:contains(Cili) .o_data_cell[name=unit_id]",
        run: "click",
    },
    {
        content: "open the evidence of 399 of 420 points, 5 % short",
        trigger:
            ".o_field_widget[name=line_ids] .o_data_row:contains(Performance):contains(2.50) button[name=action_open_evidence]",
        run: "click",
    },
    {
        content: "the payment behind it",
        trigger: ".o_list_view .o_data_row:contains(Anna):contains(399.00)",
    },
]);
