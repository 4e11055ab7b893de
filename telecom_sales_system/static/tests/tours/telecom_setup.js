import {
    addTour,
    confirm,
    dialog,
    openApp,
    openMenu,
    press,
    waitForStatus,
} from "./telecom_tour_steps";

const UNITS = `name\tcode\tkind\tabove\tstaff
City Bureau\tC\tcity bureau\t\t10
Cili County\tCL\tcounty bureau\tC\t9`;
const PEOPLE = `name\trole\tunit\tcertificate\tsince
Anna\tSalesperson\tCL\tC-001\t2026-01-01
Bert\tSalesperson\tCL\tC-002\t2026-01-01
Mona\tUnit Manager\tCL
Lena\tLeader\tC`;
// For any number of units and people: they are pasted.
const MOST_CLICKS = 90;

/** The card of a step, in one of its states if that is given. */
function card(title, state = "") {
    const named = `:has(.fs-5:contains(/^${title}/))`;
    return `.o_telecom_setup .o_kanban_record${named}:contains(${state})`;
}

function start(title) {
    return {
        content: `start ${title}`,
        trigger: `${card(title)} button[name=action_start]`,
        run: "click",
    };
}

function waitUntil(title, state) {
    return {content: `${title}: ${state}`, trigger: card(title, state)};
}

/** Paste a list into the dialog of a step, wait for its line, and save. */
function paste(text, seen) {
    return [
        {
            content: "paste the list",
            trigger: `${dialog} .o_field_widget[name=text] textarea`,
            run: ({anchor}) => {
                anchor.value = text;
                anchor.dispatchEvent(new InputEvent("input", {bubbles: true}));
                anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: `the grid shows ${seen}`,
            trigger: `${dialog} .o_data_row:contains(${seen})`,
        },
        press("action_save", dialog),
    ];
}

const backToSetup = () => openMenu("telecom_configuration_menu", "telecom_setup_menu");

/** Fail when a person would have to click more often than is promised. */
function countClicks(steps) {
    const clicks = steps.filter((step) => step.run).length;
    if (clicks > MOST_CLICKS) {
        throw new Error(`${clicks} clicks and pastes, ${MOST_CLICKS} at most`);
    }
    return steps;
}

/** The clerk of an existing company sets it up. */
addTour("telecom_setup", () =>
    countClicks([
        ...openApp(),
        start("The Bureau"),
        {
            content: "the first month",
            trigger: `${dialog} .o_field_widget[name=first_month] button`,
            run: "click",
        },
        {
            content: "the ledger begins with February",
            trigger: `${dialog} .o_field_widget[name=first_month] input`,
            run: "edit 02/01/2026 && press Enter",
        },
        press("action_save", dialog),
        waitUntil("The Bureau", "Done"),
        start("Units"),
        ...paste(UNITS, "Cili County"),
        waitUntil("Units", "Done"),
        start("People"),
        ...paste(PEOPLE, "C-002"),
        waitUntil("People", "Done"),
        start("Revenue Lines"),
        press("action_save", dialog),
        waitUntil("Revenue Lines", "Done"),
        start("Key Clients"),
        waitForStatus("Computed"),
        press("action_apply"),
        confirm(),
        waitForStatus("Applied"),
        ...backToSetup(),
        waitUntil("Key Clients", "Done"),
        start("Duties and Contest"),
        press("action_prepare", dialog),
        waitUntil("Duties and Contest", "Done"),
        start("Arrears"),
        press("action_start", dialog),
        confirm(),
        ...backToSetup(),
        waitUntil("Arrears", "Done"),
    ]),
);

/** With the targets of the year, the clerk closes the first month. */
addTour("telecom_setup_month", () =>
    countClicks([
        ...openApp(),
        waitUntil("Arrears", "Done"),
        start("Samples"),
        press("action_confirm", dialog),
        waitUntil("Samples", "Done"),
        waitUntil("Targets of the Year", "Done"),
        start("First Month"),
        {
            content: "all cash has a salesperson",
            trigger: `${dialog} .o_data_row:contains(Cash with a salesperson):contains(100 %)`,
        },
        press("action_run", dialog),
        {
            content: "February has 16,000 of cash, 5,600 points",
            trigger:
                ".o_form_view:contains(2026-02):contains(16,000.00):contains(5,600.00)",
        },
        press("action_run_and_close"),
        confirm(),
        waitForStatus("Closed"),
        press("action_open_circulars"),
        {
            content: "open the circular on performance",
            trigger: ".o_data_row:contains(Performance):contains(Draft) .o_data_cell",
            run: "click",
        },
        {
            content: "it has the figures of the month",
            trigger: ".o_field_widget[name=text]:contains(16,000.00)",
        },
        press("action_review"),
        waitForStatus("Reviewed"),
    ]),
);
