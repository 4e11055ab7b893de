import {registry} from "@web/core/registry";

const LONGEST = 60000;

/** Shows which step of an act runs now, as the server tells it. */
export const telecomProgress = {
    dependencies: ["bus_service", "notification"],

    start(env, {bus_service: bus, notification}) {
        let close = () => {};
        bus.subscribe("telecom_progress", (notice) => {
            close();
            close = () => {};
            if (!notice.is_done) {
                close = notification.add(notice.label, {
                    title: `${notice.title} · ${notice.number} / ${notice.of}`,
                    type: "info",
                    autocloseDelay: LONGEST,
                });
            }
        });
    },
};

registry.category("services").add("telecom_progress", telecomProgress);
