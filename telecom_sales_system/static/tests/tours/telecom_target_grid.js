import {addTour, openApp, openMenu} from "./telecom_tour_steps";

const grid = ".o_telecom_target_grid";

function cell(unit, column = 0) {
    return `${grid} input[data-unit='${unit}'][data-column='${column}']`;
}

/** The department enters the target of Cili, pastes those below it, and saves. */
addTour("telecom_target_grid", () => [
    ...openApp(),
    ...openMenu("telecom_assessment_menu", "telecom_target_grid_menu"),
    {
        content: "two units lack a target",
        trigger: `${grid} .o_telecom_missing:contains(no target of Cili and Letters)`,
    },
    {
        content: "enter the target of Cili",
        trigger: cell("Cili"),
        run: "edit 5,040 && press Tab",
    },
    {
        content: "paste a range over Letters, below Cili and its outlet",
        trigger: cell("Lingyang"),
        run({anchor}) {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "40\n3,000.50\n");
            anchor.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData, bubbles: true}),
            );
        },
    },
    {
        content: "the city shows the sum of both: 5,040 + 3,000.50",
        trigger: `${grid} tr:contains(City) .o_telecom_sum:contains(8,040.5)`,
    },
    {
        content: "save",
        trigger: `${grid} button[name=save]`,
        run: "click",
    },
    {
        content: "nothing is missing",
        trigger: `${grid} .alert-success`,
    },
]);
