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
            trigger: ".o_form_view button[name=action_done]",
            run: "click",
        },
        {
            content: "the visit is done, and the button gone",
            trigger: ".o_form_view:not(:has(button[name=action_done]))",
        },
    ],
});

/** The same from the card alone: a single tap. */
registry.category("web_tour.tours").add("telecom_visit_done_card", {
    url: "/odoo/visits",
    steps: () => [
        {
            content: "tap Visited on the card",
            trigger: ".o_kanban_record:contains(Brewery) button[name=action_done]",
            run: "click",
        },
        {
            content: "no planned visit is left",
            trigger: ".o_kanban_renderer:not(:has(button[name=action_done]))",
        },
    ],
});
