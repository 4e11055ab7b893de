import {Component, markup, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {TelecomTrendChart} from "./telecom_trend_chart";

const BUCKET_COLORS = ["success", "info", "warning", "danger", "dark"];
const STATE_COLORS = {open: "secondary", computed: "info", closed: "success"};

const QUARTER = "col-12 col-md-6 col-xl-3";
const TEMPLATE = "telecom_sales_system.TelecomDashboard";

/** How a block looks; one that is not here is a card with a value and items. */
export const blockLooks = {
    goals: {size: "col-12", template: `${TEMPLATE}Goals`, isRow: true},
    trend: {size: "col-12 col-xl-8", template: `${TEMPLATE}Trend`},
    close: {size: "col-12 col-xl-4", template: `${TEMPLATE}Close`},
    units: {size: "col-12 col-xl-6", template: `${TEMPLATE}Units`},
    ageing: {size: QUARTER, template: `${TEMPLATE}Ageing`},
    contest: {size: QUARTER, template: `${TEMPLATE}Contest`},
};

export class TelecomDashboard extends Component {
    static template = "telecom_sales_system.TelecomDashboard";
    static components = {TelecomTrendChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            title: "",
            day: "",
            company: "",
            month: {},
            blocks: [],
            tiles: [],
            shortcuts: [],
        });
        onWillStart(() => this.showMonth(false));
    }

    /** Show the figures of a month, given by its first day; of the current by default. */
    async showMonth(month) {
        const page = await this.orm.call("telecom.dashboard", "read_page", [month]);
        Object.assign(this.state, page);
    }

    async computeNow() {
        const action = await this.orm.call(
            "telecom.period",
            "action_rebuild_ledgers",
            [],
        );
        if (action) {
            await this.action.doAction(action);
        }
        await this.showMonth(this.state.month.value);
    }

    /** The size and the template of a block; the server gives the order. */
    look(block) {
        return blockLooks[block.key] || {size: QUARTER, template: `${TEMPLATE}Other`};
    }

    /** Above the figures of the company, if there are any. */
    get waitingTiles() {
        return this.state.tiles.filter((tile) => tile.waits);
    }

    get otherTiles() {
        const {blocks, tiles} = this.state;
        return blocks.length ? tiles.filter((tile) => !tile.waits) : tiles;
    }

    bucketColor(bucket) {
        return BUCKET_COLORS[Number(bucket.key)];
    }

    stateColor(block) {
        return STATE_COLORS[block.state] || "secondary";
    }

    open(action) {
        if (action) {
            // Odoo marks the help of an action up only where it loads it itself.
            const help = action.help && markup(action.help);
            this.action.doAction(help ? {...action, help} : action);
        }
    }
}

registry.category("actions").add("telecom_dashboard", TelecomDashboard);
