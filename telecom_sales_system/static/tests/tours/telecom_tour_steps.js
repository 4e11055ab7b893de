/** Steps that several tours of this addon take. */
import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const APP = "telecom_sales_system";
const PATIENCE = 60000;

/**
 * Add a tour that waits for a busy machine longer than Odoo's ten seconds.
 *
 * @param {Function} steps returns the steps
 * @param {String} [url] where the tour begins, if not where the test does
 */
export function addTour(name, steps, url) {
    const patient = (step) => ({timeout: PATIENCE, ...step});
    registry.category("web_tour.tours").add(name, {
        ...(url && {url}),
        steps: () => steps().map(patient),
    });
}

export const dialog = ".modal:not(.o_inactive_modal)";

/** Trigger of a tile of the first page. */
export function tile(key) {
    return `.o_telecom_dashboard .o_telecom_tile[data-key=${key}]`;
}

/** From the list of apps to the first page of this one. */
export function openApp() {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "open the app",
            trigger: `.o_app[data-menu-xmlid='${APP}.telecom_menu_root']`,
            run: "click",
        },
    ];
}

/** Open menus of the bar, one below the other. */
export function openMenu(...names) {
    return names.map((name) => ({
        content: `open the menu ${name}`,
        trigger: `[data-menu-xmlid='${APP}.${name}']`,
        run: "click",
    }));
}

/** Choose a record in a many2one field, within a form or a dialog. */
export function choose(field, name, within = ".o_form_view") {
    return [
        {
            content: `type ${name} into ${field}`,
            trigger: `${within} .o_field_widget[name=${field}] input`,
            run: `edit ${name}`,
        },
        {
            content: `choose ${name}`,
            trigger: `.ui-menu-item > a:contains(/^${name}$/)`,
            run: "click",
        },
    ];
}

/** Write into a text field of a form or a dialog. */
export function write(field, text, within = ".o_form_view") {
    const widget = `${within} .o_field_widget[name=${field}]`;
    return {
        content: `write into ${field}`,
        trigger: `${widget} input, ${widget} textarea`,
        run: `edit ${text}`,
    };
}

/** Press a button by the name of what it does. */
export function press(name, within = ".o_form_view") {
    return {
        content: `press ${name}`,
        trigger: `${within} button[name=${name}]`,
        run: "click",
    };
}

/** Wait until the status of the form is the given one. */
export function waitForStatus(label) {
    return {
        content: `the status is ${label}`,
        trigger: `.o_arrow_button_current:contains(/^${label}$/)`,
    };
}

/** Answer the question of a button with yes. */
export function confirm() {
    return {
        content: "confirm",
        trigger: `${dialog} .modal-footer .btn-primary`,
        run: "click",
    };
}

/** Go back to the page of that name, from one that was opened there. */
export function goBack(name) {
    return {
        content: `go back to ${name}`,
        trigger: `.o_back_button:contains(${name})`,
        run: "click",
    };
}

/** The same on a phone, where an arrow stands for the name. */
export function tapBack() {
    return {content: "go back", trigger: ".o_back_button", run: "click"};
}
