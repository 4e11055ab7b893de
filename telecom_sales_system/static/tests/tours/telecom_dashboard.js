import {addTour} from "./telecom_tour_steps";

const page = ".o_telecom_dashboard";

/** Nothing on the page may be wider than the page. */
const fits = {
    content: "nothing is cut off at the side",
    trigger: page,
    run() {
        if (this.anchor.scrollWidth > this.anchor.clientWidth) {
            throw new Error(
                `${this.anchor.scrollWidth} wide on ${this.anchor.clientWidth}`,
            );
        }
    },
};

const back = {
    content: "go back to the page",
    trigger: "body",
    run: () => history.back(),
};

addTour("telecom_dashboard_glance", () => [
    {
        content: "goals of the year",
        trigger: `${page} .o_telecom_goal[data-key=new_business]`,
    },
    {content: "the chart", trigger: `${page} [data-key=trend] canvas`},
    {content: "ageing", trigger: `${page} [data-key=ageing]:contains(300)`},
    {content: "the contest", trigger: `${page} [data-key=contest]`},
    {content: "what waits", trigger: `${page} .o_telecom_tile[data-key=duties]`},
    fits,
    {
        content: "open the first unit",
        trigger: `${page} [data-key=units] tbody tr:contains(Cili)`,
        run: "click",
    },
    {
        content: "its entries",
        trigger: ".o_breadcrumb:contains(Cili), .o_control_panel:contains(Cili)",
    },
    {content: "are there", trigger: ".o_list_view, .o_kanban_view"},
    back,
    {
        content: "open the close",
        trigger: `${page} [data-key=close] button:contains(Open the Close)`,
        run: "click",
    },
    {
        content: "its page",
        trigger: ".o_form_view .o_field_widget[name=name]:contains(2026-01)",
    },
]);

addTour("telecom_dashboard_order", () => [
    {
        content: "the blocks, one after the other",
        trigger: `${page} [data-key=probe]:contains(Probes)`,
        run() {
            const blocks = [...this.anchor.closest(".row").children];
            const keys = blocks.map((block) => block.firstElementChild.dataset.key);
            const order = "goals trend close units probe ageing contest";
            if (keys.join(" ") !== order) {
                throw new Error(`${keys.join(" ")} instead of ${order}`);
            }
        },
    },
    fits,
]);

addTour("telecom_dashboard_tiles", () => [
    {content: "own points", trigger: `${page} .o_telecom_tile[data-key=points]`},
    {
        content: "no figure of the company",
        trigger: `${page}:not(:has(.o_telecom_block)):not(:contains(Letters))`,
    },
    fits,
    {
        content: "open what is overdue",
        trigger: `${page} .o_telecom_tile[data-key=arrears] button`,
        run: "click",
    },
    {
        content: "the open items",
        trigger: ".o_list_view:contains(Brewery), .o_kanban_view:contains(Brewery)",
    },
]);

addTour("telecom_dashboard_month", () => [
    {
        content: "this month was never computed",
        trigger: `${page} .o_telecom_as_of:contains(Not computed yet)`,
    },
    {
        content: "compute it",
        trigger: `${page} .o_telecom_compute`,
        run: "click",
    },
    {
        content: "it says of when it is",
        trigger: `${page} .o_telecom_as_of:contains(as of)`,
    },
    {
        content: "go a month back",
        trigger: `${page} .o_telecom_month_previous`,
        run: "click",
    },
    {
        content: "and forth again",
        trigger: `${page} .o_telecom_month_next:not([disabled])`,
        run: "click",
    },
    {
        content: "no further than today",
        trigger: `${page} .o_telecom_month_next[disabled]`,
    },
    fits,
]);
