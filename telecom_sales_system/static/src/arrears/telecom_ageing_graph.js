import {registry} from "@web/core/registry";
import {graphView} from "@web/views/graph/graph_view";

/** A graph whose ageing buckets stand from not due to oldest, as on papers. */
class TelecomAgeingGraphModel extends graphView.Model {
    _getData() {
        const data = super._getData(...arguments);
        const order = this.metaData.fields.bucket.selection.map(([, label]) => label);
        const place = ({label}) =>
            order.findIndex((bucket) => label.split(" / ").includes(bucket));
        // Odoo draws them as they first occur; what is no bucket keeps its place.
        data.datasets.sort((a, b) => place(a) - place(b));
        return data;
    }
}

registry
    .category("views")
    .add("telecom_ageing_graph", {...graphView, Model: TelecomAgeingGraphModel});
