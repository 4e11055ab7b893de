import {sortBy} from "@web/core/utils/arrays";
import {registry} from "@web/core/registry";
import {GraphModel} from "@web/views/graph/graph_model";
import {graphView} from "@web/views/graph/graph_view";

/**
 * A graph in which the values of a selection have their own order, such as ageing
 * buckets or states, on the axis and in the legend. Odoo's has them in the order in
 * which they happen to come, so that "Not due" follows "Over 90 days" if the first unit
 * has no debt that is not due.
 */
export class TelecomGraphModel extends GraphModel {
    /** Return the place of a data point's value of the nth group-by; 0 for others. */
    _getPlace(dataPoint, nth) {
        const {fieldName} = this.metaData.groupBy[nth] || {};
        const field = this.metaData.fields[fieldName];
        if (field?.type !== "selection") {
            return 0;
        }
        const labels = field.selection.map(([, label]) => label);
        const place = labels.indexOf(dataPoint.labels[nth]);
        return place === -1 ? labels.length : place;
    }

    _getProcessedDataPoints() {
        const dataPoints = super._getProcessedDataPoints(...arguments);
        if (this.metaData.order !== null) {
            return dataPoints;
        }
        return sortBy(dataPoints, (dataPoint) => this._getPlace(dataPoint, 0));
    }

    _getData(dataPoints) {
        const data = super._getData(...arguments);
        const places = {};
        for (const dataPoint of dataPoints) {
            places[this._getDatasetLabel(dataPoint)] = this._getPlace(dataPoint, 1);
        }
        data.datasets = sortBy(data.datasets, ({label}) => places[label]);
        return data;
    }
}

registry.category("views").add("telecom_graph", {
    ...graphView,
    Model: TelecomGraphModel,
});
