import {rpcBus} from "@web/core/network/rpc";

const APP = "telecom_sales_system.telecom_menu_root";
/** What a screen offers to press; each kind of record is pressed once. */
const ON_PAGES = [
    ".o_control_panel button[name]",
    ".o_list_button_add",
    ".o-kanban-button-new",
    ".o_list_renderer .o_data_row button[name]",
    ".o_list_renderer .o_data_row .o_data_cell:not(.o_list_button)",
    ".o_kanban_record:not(.o_kanban_ghost) button[name]",
    ".o_kanban_record:not(.o_kanban_ghost)",
    ".o_telecom_dashboard button",
    ".o_telecom_dashboard a",
    ".o_telecom_dashboard tbody tr",
];
const ON_FORMS = [
    ".o_form_statusbar button[name]",
    ".o_form_view .oe_button_box button[name]",
    ".o_form_sheet_bg button[name], .o_form_nosheet button[name]",
    ".o_notebook .nav-link",
    ".o_field_x2many .o_data_row button[name]",
    ".o_field_x2many .o_data_row .o_data_cell:not(.o_list_button)",
];
const DIALOG = ".modal:not(.o_inactive_modal)";
/** Leave the app: the handbook, papers, sheets and the other company. */
const LEAVING = /^(action_(print|download|export|switch)\w*)$/;
/** Odoo's own buttons that fail in Odoo, too: of a meeting without a video call. */
const OF_ODOO = /^(clear|set_discuss)_videocall_location$/;
/** An act that is refused with a sentence on what is missing. */
const REFUSED_WITH_REASON = /^(Invalid Operation|Validation Error)/;

function services() {
    return odoo.__WOWL_DEBUG__.root.env.services;
}

let pending = 0;
let asked = 0;
rpcBus.addEventListener("RPC:REQUEST", () => {
    pending++;
    asked++;
});
rpcBus.addEventListener("RPC:RESPONSE", () => pending--);

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Wait until the server has answered and the screen is drawn. */
async function settle() {
    for (let calm = 0, turn = 0; calm < 2 && turn < 600; turn++) {
        await wait(40);
        calm = pending <= 0 ? calm + 1 : 0;
    }
}

function isSeen(element) {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !element.disabled;
}

/** Menus of the app that open a screen, in the order of the bar. */
function menusOf(tree) {
    const inner = tree.childrenTree.flatMap(menusOf);
    return tree.actionID && tree.xmlid !== APP ? [tree, ...inner] : inner;
}

function menusOfApp() {
    const {menu} = services();
    const app = menu.getApps().find(({xmlid}) => xmlid === APP);
    const shown = menusOf(menu.getMenuAsTree(app.id));
    return shown.filter(({xmlid}) => !xmlid.endsWith("telecom_handbook_menu"));
}

/** How an element is called, the same for all records of a screen. */
function nameOf(element, selector) {
    const key = element.closest("[data-key]")?.dataset.key || "";
    const name = element.getAttribute("name") || "";
    const isLink = element.matches(".nav-link");
    return [selector, key, name, isLink ? element.textContent.trim() : ""].join(" | ");
}

/** All that can be pressed on the screen, by name. */
function findPressable(selectors) {
    const found = new Map();
    for (const selector of selectors) {
        for (const element of document.querySelectorAll(
            selector.replaceAll(/(^|, )/g, "$1.o_action_manager "),
        )) {
            const button = element.getAttribute("name") || "";
            const leaves = LEAVING.test(button) || OF_ODOO.test(button);
            const name = nameOf(element, selector);
            if (isSeen(element) && !leaves && !found.has(name)) {
                found.set(name, element);
            }
        }
    }
    return found;
}

/** Look at what a press led to, and close the dialogs. */
async function look(complain) {
    for (let turn = 0; turn < 4; turn++) {
        await settle();
        const failed = document.querySelector(".o_error_dialog");
        const title = failed?.closest(".modal")?.querySelector(".modal-title");
        const box = document.querySelector(DIALOG);
        if (failed && !REFUSED_WITH_REASON.test(title?.textContent.trim() || "")) {
            complain(failed.textContent.slice(0, 300));
        }
        if (/<p\b|&lt;p|<\/p>/.test(document.body.innerText)) {
            complain("shows raw HTML");
        }
        if (!box) {
            return;
        }
        const ways = [...box.querySelectorAll(".modal-header .btn-close, button")];
        const close = ways.filter(isSeen);
        if (!close.length || box.textContent.trim().length < 3) {
            complain("opens a dialog without a way on");
            return;
        }
        const cancel = close.find((way) =>
            way.matches(".btn-close, [special=cancel], .o_form_button_cancel"),
        );
        (cancel || close[close.length - 1]).click();
    }
}

function currentScreen() {
    const controller = services().action.currentController;
    const type = controller?.view?.type || "client";
    return {type, model: controller?.action.res_model || controller?.action.tag};
}

/** Forget what was entered, so that the next screen can be opened. */
async function openFresh(request) {
    const box = document.querySelector(".modal .btn-close");
    box?.click();
    await services().action.doAction(request, {
        clearBreadcrumbs: true,
        onClose: () => undefined,
    });
    await settle();
}

/** Return what changes when a screen is left, edited or asks the server. */
function stateOfScreen() {
    const editing = document.querySelector(
        ".o_selected_row, .o_form_status_indicator_buttons:not(.invisible)",
    );
    return editing ? null : [services().action.currentController?.jsId, asked].join();
}

/** Press all that a screen offers; forms that open are pressed through, too. */
async function pressAll(request, selectors, done, complain, deeper) {
    await openFresh(request);
    await look(complain);
    const {model} = currentScreen();
    let fresh = stateOfScreen();
    for (const name of findPressable(selectors).keys()) {
        const key = `${model} | ${name}`;
        if (done.has(key)) {
            continue;
        }
        done.add(key);
        // A dead cell leaves the screen as it is; a tab hides what was found.
        let element = findPressable(selectors).get(name);
        if (!element || !fresh || stateOfScreen() !== fresh) {
            await openFresh(request);
            fresh = stateOfScreen();
            element = findPressable(selectors).get(name);
        }
        if (!element) {
            continue;
        }
        element.click();
        await look((text) => complain(`${key}: ${text}`));
        const {currentController} = services().action;
        const id = currentController?.props?.resId;
        const {type, model: opened} = currentScreen();
        if (deeper && type === "form" && id) {
            const form = {
                type: "ir.actions.act_window",
                res_model: opened,
                res_id: id,
                views: [[currentController.view?.id || false, "form"]],
                context: currentController.action.context || {},
            };
            await pressAll(form, ON_FORMS, done, complain, false);
        }
    }
}

/**
 * As whoever is logged in, press all that the menus show; tell what went wrong.
 *
 * No tour: a step of one may last a minute only.
 */
window.telecomPressEverything = async () => {
    const complaints = [];
    const done = new Set();
    for (const menu of menusOfApp()) {
        const complain = (text) => complaints.push(`${menu.xmlid} ${text}`);
        try {
            await pressAll(menu.actionID, ON_PAGES, done, complain, true);
        } catch (error) {
            complain(`fails: ${error.message} ${error.stack}`);
        }
    }
    // What was entered is forgotten, so that the page can be left.
    window.onbeforeunload = null;
    console.log(`pressed ${done.size} kinds of buttons`);
    if (complaints.length) {
        throw new Error([...new Set(complaints)].join("\n"));
    }
};
