import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const SECONDS = 15;

/** A button that asks the device for its position, once, when it is tapped. */
export class TelecomCheckIn extends Component {
    static template = "telecom_sales_system.TelecomCheckIn";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({waiting: false});
    }

    get isShown() {
        const {resId, data} = this.props.record;
        return resId && !data.checked_in_at && data.state !== "cancelled";
    }

    async checkIn() {
        const record = this.props.record;
        if (!(await record.save())) {
            return;
        }
        this.state.waiting = true;
        try {
            const {coords} = await this.position();
            await this.orm.call("telecom.visit", "action_check_in", [
                [record.resId],
                coords.latitude,
                coords.longitude,
            ]);
            await record.load();
        } catch (error) {
            if (!("code" in error) || "data" in error) {
                throw error;
            }
            this.notification.add(
                _t("No position: allow the browser to use it, or go on without."),
                {type: "warning"},
            );
        } finally {
            this.state.waiting = false;
        }
    }

    position() {
        return new Promise((resolve, reject) => {
            if (!navigator.geolocation) {
                reject({code: 0});
                return;
            }
            navigator.geolocation.getCurrentPosition(resolve, reject, {
                enableHighAccuracy: true,
                timeout: SECONDS * 1000,
            });
        });
    }
}

registry.category("view_widgets").add("telecom_check_in", {
    component: TelecomCheckIn,
});
