import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

export class TelecomDashboard extends Component {
    static template = "telecom_sales_system.TelecomDashboard";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({title: "", day: "", tiles: []});
        onWillStart(async () => {
            Object.assign(
                this.state,
                await this.orm.call("telecom.dashboard", "read_page", []),
            );
        });
    }

    open(action) {
        if (action) {
            this.action.doAction(action);
        }
    }
}

registry.category("actions").add("telecom_dashboard", TelecomDashboard);
