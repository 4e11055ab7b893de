import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {TelecomTrendChart} from "./telecom_trend_chart";

const BUCKET_COLORS = ["success", "info", "warning", "danger", "dark"];
const OWN_BLOCKS = ["goals", "trend", "close", "units", "ageing", "contest"];
const STATE_COLORS = {open: "secondary", computed: "info", closed: "success"};

export class TelecomDashboard extends Component {
    static template = "telecom_sales_system.TelecomDashboard";
    static components = {TelecomTrendChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({title: "", day: "", company: "", blocks: [], tiles: []});
        onWillStart(async () => {
            Object.assign(
                this.state,
                await this.orm.call("telecom.dashboard", "read_page", []),
            );
        });
    }

    /** The blocks by key: each has its own place on the page. */
    get blocks() {
        return Object.fromEntries(this.state.blocks.map((block) => [block.key, block]));
    }

    /** The blocks of other addons, in their order. */
    get otherBlocks() {
        return this.state.blocks.filter((block) => !OWN_BLOCKS.includes(block.key));
    }

    bucketColor(bucket) {
        return BUCKET_COLORS[Number(bucket.key)];
    }

    stateColor(block) {
        return STATE_COLORS[block.state] || "secondary";
    }

    open(action) {
        if (action) {
            this.action.doAction(action);
        }
    }
}

registry.category("actions").add("telecom_dashboard", TelecomDashboard);
