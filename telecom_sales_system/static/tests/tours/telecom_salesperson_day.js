import {addTour, dialog, press, tapBack, tile, write} from "./telecom_tour_steps";

/** A salesperson's day on a phone: the visit, the log, the own points and arrears. */
addTour(
    "telecom_salesperson_day",
    () => [
        {
            content: "one visit today, not done: tap it",
            trigger: `${tile("visits")}:contains(0 done) .o_telecom_item:contains(Brewery):contains(15:00)`,
            run: "click",
        },
        press("action_open_done"),
        write("result", "Wants new labels", dialog),
        {
            content: "a visit comes next",
            trigger: `${dialog} .o_field_widget[name=next_step] label:contains(Next Visit)`,
            run: "click",
        },
        write("next_date", "02/17/2026", dialog),
        write("next_note", "Bring the labels", dialog),
        press("action_done", dialog),
        {
            content: "the visit is done, the next one linked",
            trigger:
                ".o_form_view:not(:has(button[name=action_open_done])) .o_field_widget[name=next_visit_id]",
        },
        tapBack(),
        {
            content: "the first page knows that it is done",
            trigger: `${tile("visits")}:contains(1 done)`,
        },
        {
            content: "the log is still to write: tap it",
            trigger: `${tile("own_log")} button:contains(To Write)`,
            run: "click",
        },
        {
            content: "the visit is in the log already",
            trigger:
                ".o_field_widget[name=visits]:contains(Brewery · Wants new labels)",
        },
        write("problems", "No samples left"),
        write("plan", "Fetch samples"),
        press("action_submit"),
        {
            content: "the log is handed in",
            trigger:
                ".o_form_view:not(:has(button[name=action_submit])) .o_field_widget[name=submitted_at]",
        },
        tapBack(),
        {
            content: "140 points of 400 yuan this month, 490 this year: tap them",
            trigger: `${tile("points")} button:contains(140.00):contains(490.00 this year)`,
            run: "click",
        },
        {
            content: "both payments are listed",
            trigger:
                ".o_kanban_view:has(.o_kanban_record:contains(140.00)):has(.o_kanban_record:contains(350.00))",
        },
        tapBack(),
        {
            content: "300 overdue: tap it",
            trigger: `${tile("arrears")} button:contains(300.00)`,
            run: "click",
        },
        {
            content: "the client who owes them",
            trigger: ".o_kanban_record:contains(Brewery)",
        },
    ],
    "/odoo/telecom-dashboard",
);
