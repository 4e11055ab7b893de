import {browser} from "@web/core/browser/browser";
import {cookie} from "@web/core/browser/cookie";
import {registry} from "@web/core/registry";

/** The server knows which page comes first. */
registry
    .category("actions")
    .add("telecom_home", ({services}) =>
        services.orm.call("telecom.setup.step", "get_home_action", []),
    );

/** Open the app in another company; the page is loaded anew. */
registry.category("actions").add("telecom_switch_company", (_env, {params}) => {
    cookie.set("cids", String(params.company_id));
    browser.location.assign("/odoo");
});
