"""The files in out/: the month's circulars as PDF and the workbook."""

REPORT = "telecom_sales_system.action_report_{}_circular"


def paths(out, period):
    """Where circulars and workbook of a period go."""
    return (
        out / f"通报-{period.name}.pdf",
        out / f"预警通报-{period.name}.pdf",
        out / f"业绩-{period.name}.xlsx",
    )


def write(env, out, period):
    """Print circulars and workbook of a period."""
    performance, warning, workbook = paths(out, period)
    for name, path in (("performance", performance), ("early_warning", warning)):
        content, _kind = env["ir.actions.report"]._render_qweb_pdf(
            REPORT.format(name), period.ids
        )
        path.write_bytes(content)
    workbook.write_bytes(env["telecom.performance.workbook"]._build(period))
