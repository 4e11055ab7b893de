import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {cookie} from "@web/core/browser/cookie";
import {getColor} from "@web/core/colors/colors";
import {user} from "@web/core/user";

const PALETTE = "md";
const CASH = 0;
const POINTS = 6;

/** Cash as bars and points as a line, month by month; a month opens its ledger. */
export class TelecomTrendChart extends Component {
    static template = "telecom_sales_system.TelecomTrendChart";
    static props = {block: Object, onOpen: Function};

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(() => this.draw());
        onWillUnmount(() => this.chart?.destroy());
    }

    get compact() {
        return new Intl.NumberFormat(user.lang, {notation: "compact"});
    }

    axis(position, label) {
        return {
            position,
            beginAtZero: true,
            title: {display: true, text: label},
            ticks: {callback: (value) => this.compact.format(value), maxTicksLimit: 6},
            grid: {drawOnChartArea: position === "left"},
        };
    }

    dataset(type, data, label, index, axis) {
        const color = getColor(index, cookie.get("color_scheme"), PALETTE);
        return {
            type,
            data,
            label,
            yAxisID: axis,
            backgroundColor: color,
            borderColor: color,
            order: type === "line" ? 0 : 1,
        };
    }

    draw() {
        const block = this.props.block;
        this.chart?.destroy();
        // Chart.js is global, as the bundle brings it.
        this.chart = new window.Chart(this.canvas.el, {
            data: {
                labels: block.labels,
                datasets: [
                    this.dataset(
                        "line",
                        block.points,
                        block.points_label,
                        POINTS,
                        "y2",
                    ),
                    this.dataset("bar", block.cash, block.cash_label, CASH, "y"),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                onClick: (_event, elements) => {
                    if (elements.length) {
                        this.props.onOpen(block.actions[elements[0].index]);
                    }
                },
                plugins: {legend: {position: "bottom"}},
                scales: {
                    y: this.axis("left", block.cash_label),
                    y2: this.axis("right", block.points_label),
                },
            },
        });
    }
}
