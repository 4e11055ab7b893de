import {issue} from "./telecom_close";
import {
    addTour,
    confirm,
    dialog,
    openApp,
    openMenu,
    press,
    waitForStatus,
    write,
} from "./telecom_tour_steps";

// A bureau, two counties and nine branches: 12 units
const COUNTIES = ["CL", "SZ"];
const BRANCHES = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `B${number}`);
const OFFICES = [...COUNTIES, ...BRANCHES];
const UNITS = [
    "name\tcode\tkind\tabove\tstaff",
    "City Bureau\tC\tcity bureau\t\t10",
    "Cili County\tCL\tcounty bureau\tC\t90",
    "Sangzhi County\tSZ\tcounty bureau\tC\t80",
    ...BRANCHES.map((code) => `Branch ${code}\t${code}\tbranch\tC\t60`),
].join("\n");
// Anna, Bert and 71 others sell; each office has a manager, the bureau a leader: 85
const PEOPLE = [
    "name\trole\tunit\tcertificate\tsince",
    "Anna\tSalesperson\tCL\tC-001\t2026-01-01",
    "Bert\tSalesperson\tSZ\tC-002\t2026-01-01",
    ...[...Array(71).keys()].map(
        (place) =>
            `seller${place}\tSalesperson\t${OFFICES[place % 11]}\tC-${100 + place}\t2026-01-01`,
    ),
    "Mona\tUnit Manager\tCL",
    ...OFFICES.slice(1).map((code) => `manager ${code}\tUnit Manager\t${code}`),
    "Lena\tLeader\tC",
].join("\n");
const PROJECTS = [
    "unit\tname\tdeadline\tplanned revenue",
    ...OFFICES.map((code) => `${code}\tSpring Fair\t2026-02-20\t800,000`),
].join("\n");
const grid = ".o_telecom_target_grid";
// Seconds of a person who reads what is there before each click, and who copies a list
// from a spreadsheet, or looks up what to type
const A_CLICK = 20;
const A_TEXT = 90;
const AN_HOUR = 3600;

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

/** A person types or pastes, or clicks. */
function getSeconds({run}) {
    if (!run) {
        return 0;
    }
    return run === "click" ? A_CLICK : A_TEXT;
}

/** Fail when all that people do until the first circular takes more than an hour. */
function countTime(steps) {
    const seconds = steps.map(getSeconds).reduce((sum, each) => sum + each, 0);
    if (seconds > AN_HOUR) {
        throw new Error(`${seconds} seconds of clicks and pastes, not ${AN_HOUR}`);
    }
}

/** Paste a table over all cells: 12 of each metric this year, 10 last year. */
function pasteTargets({anchor}) {
    const columns = [...document.querySelectorAll(`${grid} th.o_telecom_metric`)];
    const line = columns
        .map((column) => (column.textContent.includes("last year") ? "10" : "12"))
        .join("\t");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", Array(12).fill(line).join("\n"));
    anchor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}

/** The clerk of an existing company sets it up. */
const setUp = () => [
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
    {
        content: "the language of papers",
        trigger: `${dialog} .o_field_widget[name=lang] .o_select_menu_toggler`,
        run: "click",
    },
    {
        content: "Chinese",
        trigger: ".o_select_menu_item:contains(Chinese)",
        run: "click",
    },
    press("action_save", dialog),
    waitUntil("The Bureau", "Done"),
    start("Units"),
    ...paste(UNITS, "Branch B9"),
    waitUntil("Units", "Done"),
    start("People"),
    ...paste(PEOPLE, "C-170"),
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
    start("Targets of the Year"),
    {
        content: "paste the targets of 12 units",
        trigger: `${grid} input[data-unit='City Bureau'][data-column='0']`,
        run: pasteTargets,
    },
    {
        content: "save them",
        trigger: `${grid} button[name=save]`,
        run: "click",
    },
    {
        content: "no unit lacks a target",
        trigger: `${grid}:has(button[name=save]:disabled):not(:contains(no target of))`,
    },
    ...backToSetup(),
    waitUntil("Targets of the Year", "Done"),
    start("Arrears"),
    press("action_start", dialog),
    confirm(),
    {content: "the cases", trigger: ".o_last_breadcrumb_item:contains(Arrears Cases)"},
    ...backToSetup(),
    waitUntil("Arrears", "Done"),
    start("Samples"),
    press("action_confirm", dialog),
    waitUntil("Samples", "Done"),
];

/** The page, opened by its address, says what the first month lacks; then it runs. */
const runMonth = () => [
    {
        content: "the page is in its app",
        trigger: ".o_menu_brand:contains(Telecom Sales)",
    },
    waitUntil("Samples", "Done"),
    start("First Month"),
    {
        content: "all cash has a salesperson",
        trigger: `${dialog} .o_data_row:contains(Cash with a salesperson):contains(100 %)`,
    },
    {
        content: "the cards compare with projects, and there are none: enter them",
        trigger: `${dialog} .o_data_row:contains(cannot be published) button[name=action_open]`,
        run: "click",
    },
    ...paste(PROJECTS, "Spring Fair"),
    {content: "the dialog is closed", trigger: "body:not(:has(.modal))"},
    start("First Month"),
    {
        content: "nothing is in the way of the cards",
        trigger: `${dialog} .o_data_row:contains(Targets)`,
    },
    {
        content: "no figure is missing",
        trigger: `${dialog}:not(:contains(cannot be published))`,
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
    write("circular_prefix", "张电营销", dialog),
    press("action_save", dialog),
    waitForStatus("Reviewed"),
];

/** The leader signs it. */
const sign = () => [
    ...openApp(),
    ...openMenu("telecom_circulars_menu", "telecom_circular_menu"),
    {
        content: "open what was reviewed",
        trigger: ".o_data_row:contains(Reviewed) .o_data_cell",
        run: "click",
    },
    press("action_sign"),
    waitForStatus("Signed"),
];

/** The clerk publishes the cards of the month and of the year. */
const publish = () => [
    ...openApp(),
    ...openMenu("telecom_assessment_menu", "telecom_assessment_card_menu"),
    {
        content: "not only those of the year",
        trigger: ".o_searchview_facet:contains(Year to Date) .o_facet_remove",
        run: "click",
    },
    {
        content: "11 units, each with a card of the month and one of the year",
        trigger: ".o_list_view:has(.o_data_row:eq(21))",
    },
    ...["action_review", "action_publish"].flatMap((name) => [
        {
            content: "select all",
            trigger:
                ".o_list_view:not(:has(.o_data_row_selected)) thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: name,
            trigger: `button[name=${name}]:enabled`,
            run: "click",
        },
    ]),
    confirm(),
    {
        content: "all are published",
        trigger:
            ".o_list_view:has(.o_data_row:eq(21)):not(:has(.o_data_row:not(:contains(Published))))",
    },
];

addTour("telecom_setup", () => {
    countTime([...setUp(), ...runMonth(), ...sign(), ...issue(), ...publish()]);
    return setUp();
});
addTour("telecom_setup_month", runMonth);
addTour("telecom_setup_signature", sign);
addTour("telecom_setup_cards", publish);
