import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";
import {registry} from "@web/core/registry";

/** The tier of a client in the colour that is kept on the tier, wherever it is shown. */
export class TelecomTierBadge extends BadgeField {
    get badgeClass() {
        return `o_badge_color_${this.props.record.data[this.props.name].color || 0}`;
    }
}

registry.category("fields").add("telecom_tier_badge", {
    ...badgeField,
    component: TelecomTierBadge,
    supportedTypes: ["many2one"],
    relatedFields: [
        {name: "display_name", type: "char"},
        {name: "color", type: "integer"},
    ],
});
