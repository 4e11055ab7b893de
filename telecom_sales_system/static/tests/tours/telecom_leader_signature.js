import {addTour, openMenu, press, waitForStatus} from "./telecom_tour_steps";

/** A leader signs what waits on the first page, and cannot sign the own circular. */
addTour("telecom_leader_signature", () => [
    {
        content: "the own circular does not wait here, the other one does: open it",
        trigger:
            ".o_telecom_dashboard:not(:contains(Autumn Campaign)) .o_telecom_item:contains(Spring Campaign)",
        run: "click",
    },
    press("action_sign"),
    waitForStatus("Signed"),
    ...openMenu("telecom_circulars_menu", "telecom_circular_menu"),
    {
        content: "open the own circular",
        trigger: ".o_data_row:contains(Autumn Campaign) .o_data_cell",
        run: "click",
    },
    waitForStatus("Reviewed"),
    {
        content: "somebody else has to sign it: there is no button",
        trigger: ".o_form_statusbar:not(:has(button[name=action_sign]))",
    },
]);
