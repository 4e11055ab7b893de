import {FloatField, floatField} from "@web/views/fields/float/float_field";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";

const WITH_DECIMALS = ["money", "points", "percent"];

/** A figure whose unit is that of its metric: 40 clients, but 40.00 yuan. */
export class TelecomFigure extends FloatField {
    get formattedValue() {
        const {record, name, digits} = this.props;
        return formatFloat(this.value, {
            digits,
            field: record.fields[name],
            trailingZeros: WITH_DECIMALS.includes(record.data.measure),
        });
    }
}

registry.category("fields").add("telecom_figure", {
    ...floatField,
    component: TelecomFigure,
    fieldDependencies: [{name: "measure", type: "selection"}],
});
