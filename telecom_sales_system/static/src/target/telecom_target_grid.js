import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/core/utils/numbers";
import {parseFloat} from "@web/views/fields/parsers";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** The targets of a year: units as a tree, a column per metric; takes a pasted range. */
export class TelecomTargetGrid extends Component {
    static template = "telecom_sales_system.TelecomTargetGrid";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({grid: null, changes: {}});
        onWillStart(() => this.load());
    }

    async load(year = null) {
        this.show(await this.orm.call("telecom.target.grid", "read_grid", [year]));
    }

    show(grid) {
        Object.assign(this.state, {grid, changes: {}});
    }

    get isChanged() {
        return Object.keys(this.state.changes).length > 0;
    }

    cell(row, column) {
        return this.state.grid.cells[row.id][column.key];
    }

    place(row, column) {
        return `${row.id}/${column.key}`;
    }

    /** The number of a cell, changed or not; null without one. */
    value(row, column) {
        const change = this.state.changes[this.place(row, column)];
        return change ? change[2] : this.cell(row, column).value;
    }

    format(number) {
        return number === null
            ? ""
            : formatFloat(number, {digits: [16, 2], trailingZeros: false});
    }

    isMissing(row, column) {
        const cell = this.cell(row, column);
        const isEmpty = this.value(row, column) === null;
        return cell.needed && isEmpty && cell.measured === null;
    }

    /** The sum of the units next below, null without any or of a ratio. */
    sumBelow(row, column) {
        if (!column.adds_up) {
            return null;
        }
        const values = this.state.grid.rows
            .filter((below) => below.parent_id === row.id)
            .map((below) => this.value(below, column))
            .filter((value) => value !== null);
        return values.length ? values.reduce((sum, value) => sum + value, 0) : null;
    }

    /** Set a cell from what was typed; a text that is no number changes nothing. */
    set(row, column, text) {
        const cell = this.cell(row, column);
        if (!row.may_write) {
            return;
        }
        let number = null;
        if (text.trim()) {
            try {
                number = parseFloat(text.trim());
            } catch {
                this.notification.add(_t("“%s” is no number.", text), {
                    type: "warning",
                });
                return;
            }
        }
        const place = this.place(row, column);
        if (number === cell.value) {
            delete this.state.changes[place];
        } else {
            this.state.changes[place] = [row.id, column.key, number];
        }
    }

    onChange(ev, row, column) {
        this.set(row, column, ev.target.value);
        ev.target.value = this.format(this.value(row, column));
    }

    /** Fill in a range of a spreadsheet from this cell to the right and down. */
    onPaste(ev, top, left) {
        const text = ev.clipboardData.getData("text").replace(/\r?\n$/, "");
        if (!/[\t\n]/.test(text)) {
            return;
        }
        ev.preventDefault();
        const {rows, columns} = this.state.grid;
        text.split(/\r?\n/).forEach((line, down) => {
            line.split("\t").forEach((part, right) => {
                const row = rows[top + down];
                const column = columns[left + right];
                if (row && column) {
                    this.set(row, column, part);
                }
            });
        });
    }

    async save() {
        const changes = Object.values(this.state.changes);
        this.show(
            await this.orm.call("telecom.target.grid", "save_grid", [
                this.state.grid.year,
                changes,
            ]),
        );
        this.notification.add(_t("The targets are saved."), {type: "success"});
    }

    discard() {
        return this.load(this.state.grid.year);
    }

    openUnits() {
        this.action.doAction("telecom_sales_system.telecom_sales_unit_action");
    }

    openPeople() {
        this.action.doAction("telecom_sales_system.telecom_target_entry_action", {
            additionalContext: {
                default_kind: "salesperson",
                default_year: this.state.grid.year,
            },
        });
    }
}

registry.category("actions").add("telecom_target_grid", TelecomTargetGrid);
