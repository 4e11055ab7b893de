import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {FileUploader} from "@web/views/fields/file_handler";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** A button that sends a filled-in workbook: it is taken whole, or refused. */
export class TelecomReportUpload extends Component {
    static template = "telecom_sales_system.TelecomReportUpload";
    static components = {FileUploader};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        // A fresh input each time: a corrected file of the same name can be chosen.
        this.state = useState({attempt: 0});
    }

    get isShown() {
        const {resId, data} = this.props.record;
        return resId && data.state !== "accepted";
    }

    get isFirst() {
        return ["draft", "returned"].includes(this.props.record.data.state);
    }

    async send({data, name}) {
        const record = this.props.record;
        if (!(await record.save())) {
            return;
        }
        try {
            await this.orm.call("telecom.unit.report", "submit_file", [
                [record.resId],
                data,
                name,
            ]);
            await record.load();
        } finally {
            this.state.attempt += 1;
        }
    }
}

registry.category("view_widgets").add("telecom_report_upload", {
    component: TelecomReportUpload,
});
