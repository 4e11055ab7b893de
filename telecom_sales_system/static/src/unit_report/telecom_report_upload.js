import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {downloadFile} from "@web/core/network/download";
import {useService} from "@web/core/utils/hooks";
import {FileUploader} from "@web/views/fields/file_handler";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A button that sends a filled-in workbook: it is taken whole, or comes back with marks. */
export class TelecomReportUpload extends Component {
    static template = "telecom_sales_system.TelecomReportUpload";
    static components = {FileUploader};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
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
            const marked = await this.orm.call(
                "telecom.unit.report",
                "submit_or_mark",
                [[record.resId], data, name],
            );
            if (marked.file) {
                this.returnMarked(marked);
            }
            await record.load();
        } finally {
            this.state.attempt += 1;
        }
    }

    /** Give back the file whose errors are marked. */
    returnMarked({message, file, name}) {
        const bytes = Uint8Array.from(atob(file), (char) => char.charCodeAt(0));
        downloadFile(new Blob([bytes], {type: XLSX}), `${name}.xlsx`, XLSX);
        this.notification.add(message, {type: "danger", sticky: true});
    }
}

registry.category("view_widgets").add("telecom_report_upload", {
    component: TelecomReportUpload,
});
