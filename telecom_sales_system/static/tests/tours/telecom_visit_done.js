import {registry} from "@web/core/registry";

/** From today's visits on a phone: one tap opens the visit, the second ends it. */
registry.category("web_tour.tours").add("telecom_visit_done", {
    url: "/odoo/visits",
    steps: () => [
        {
            content: "tap the visit",
            trigger: ".o_kanban_record:contains(Brewery) span:contains(Brewery)",
            run: "click",
        },
        {
            content: "tap Visited",
            trigger: ".o_form_view button[name=action_open_done]",
            run: "click",
        },
        {
            content: "the dialog asks for the result; tap Visited there",
            trigger: ".modal:has([name=result]) button[name=action_done]",
            run: "click",
        },
        {
            content: "the visit is done, and the button gone",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_open_done])) button[name=action_undo]",
        },
    ],
});

/** The same from the card: two taps; a third takes it back. */
registry.category("web_tour.tours").add("telecom_visit_done_card", {
    url: "/odoo/visits",
    steps: () => [
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
});
