import {addTour} from "./telecom_tour_steps";

const APP = "telecom_sales_system.telecom_menu_root";

/** What lets somebody change a record; dialogs that ask what to print may. */
const CHANGERS = [
    ".o_list_button_add",
    ".o-kanban-button-new",
    ".o_calendar_button_new",
    ".o_form_button_create",
    ".o_form_button_save",
    ".o_form_editable",
    ".o_list_editable",
    ".o_field_x2many_list_row_add",
    ".o_list_record_remove",
    ".o_form_view .o_field_widget input:not([disabled]):not([readonly])",
    ".o_form_view .o_field_widget textarea:not([disabled]):not([readonly])",
    ".o-mail-Chatter-sendMessage:not([disabled])",
].map((selector) => `.o_action_manager ${selector}`);

/**
 * Buttons that show or print something; test_access_buttons proves that they do.
 * Odoo's button schedule_meeting opens one's own calendar.
 */
const READING =
    /^(\d+|action_(open|print|download|verify|export)\w*|schedule_meeting)$/;

function services() {
    return odoo.__WOWL_DEBUG__.root.env.services;
}

/** Menus of the app that open something, in the order of the bar. */
function menusOf(tree) {
    const inner = tree.childrenTree.flatMap(menusOf);
    return tree.actionID && tree.xmlid !== APP ? [tree, ...inner] : inner;
}

function menusOfApp() {
    const {menu} = services();
    const app = menu.getApps().find(({xmlid}) => xmlid === APP);
    return menusOf(menu.getMenuAsTree(app.id));
}

/** Open a menu, all or the first of its views, and the form of one of its records. */
async function open(menu, helpers, look, everyView) {
    await services().menu.selectMenu(menu.id);
    await see(helpers, look);
    const {action, view} = services().action.currentController;
    if (!view || action.id !== menu.actionID) {
        return;
    }
    const others = action.views
        .map(([, type]) => type)
        .filter((type) => !["form", "search", view.type].includes(type));
    for (const type of everyView ? others : []) {
        await services().action.switchView(type);
        await see(helpers, look);
    }
    const form = action.views.find(([, type]) => type === "form");
    const ids = form && (await services().orm.search(action.res_model, [], {limit: 1}));
    if (ids?.length) {
        await services().action.doAction({
            type: "ir.actions.act_window",
            res_model: action.res_model,
            res_id: ids[0],
            views: [form],
        });
        await see(helpers, look);
    }
}

/** Let the screen be drawn, look at it, and close it if it is a dialog. */
async function see(helpers, look) {
    await helpers.animationFrame();
    const failed = helpers.queryFirst(".o_error_dialog");
    if (failed) {
        throw new Error(failed.textContent);
    }
    look();
    if (helpers.queryFirst(".modal")) {
        await services().action.doAction({type: "ir.actions.act_window_close"});
    }
}

/** Tell whatever on the screen would change something; one's own calendar may. */
function findChangers({queryAll}) {
    if (services().action.currentController.action.res_model === "calendar.event") {
        return [];
    }
    const changers = queryAll(CHANGERS.join(","), {visible: true});
    const buttons = queryAll(".o_action_manager button[name], .modal button[name]", {
        visible: true,
    });
    return [...changers, ...buttons.filter((button) => !READING.test(button.name))].map(
        (element) => `could change something by ${element.outerHTML.slice(0, 200)}`,
    );
}

/** A tour through all menus; the menu is known only once the page is there. */
function walk(name, {everyView = false, find = () => []} = {}) {
    addTour(name, () => {
        const complaints = [];
        const steps = menusOfApp().map((menu) => ({
            content: `open ${menu.xmlid}`,
            trigger: ".o_action_manager",
            async run(helpers) {
                const complain = (text) => complaints.push(`${menu.xmlid} ${text}`);
                try {
                    const look = () => find(helpers).forEach(complain);
                    await open(menu, helpers, look, everyView);
                } catch (error) {
                    complain(`fails: ${error.message}`);
                }
            },
        }));
        const end = {
            content: "nothing to complain about",
            trigger: ".o_action_manager",
            run() {
                if (complaints.length) {
                    throw new Error([...new Set(complaints)].join("\n"));
                }
            },
        };
        return [...steps, end];
    });
}

walk("telecom_menus");
walk("telecom_menus_and_views", {everyView: true});
walk("telecom_menus_of_auditor", {everyView: true, find: findChangers});
