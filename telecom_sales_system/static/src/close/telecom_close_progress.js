import {Component, onWillUnmount, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;

/** How far the close of a month has come in the background; looks again by itself. */
export class TelecomCloseProgress extends Component {
    static template = "telecom_sales_system.TelecomCloseProgress";
    static props = {...standardWidgetProps};

    setup() {
        useEffect(
            (isRunning) => {
                clearInterval(this.timer);
                if (isRunning) {
                    this.timer = setInterval(() => this.look(), INTERVAL);
                }
            },
            () => [this.isRunning],
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    get isRunning() {
        return this.props.record.data.run_state === "queued";
    }

    get percent() {
        return Math.round(this.props.record.data.progress);
    }

    async look() {
        const record = this.props.record;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("telecom_close_progress", {
    component: TelecomCloseProgress,
    fieldDependencies: [
        {name: "run_state", type: "selection"},
        {name: "progress", type: "float"},
        {name: "running_step", type: "char"},
    ],
});
