import {useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

/** The form of a circular; whoever received it has read it once it is open. */
export class TelecomCircularFormController extends FormController {
    setup() {
        super.setup();
        useEffect(
            (resId) => {
                if (resId && this.model.root.data.my_receipt_state === "unread") {
                    this.orm.call("telecom.circular", "mark_read", [[resId]]);
                }
            },
            () => [this.model.root.resId],
        );
    }
}

registry.category("views").add("telecom_circular_form", {
    ...formView,
    Controller: TelecomCircularFormController,
});
