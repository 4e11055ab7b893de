"""The files in out/: the month's circular as PDF and the workbook."""

REPORT = "telecom_sales_system.action_report_performance_circular"


def paths(out, period):
    """Where circular and workbook of a period go."""
    return out / f"通报-{period.name}.pdf", out / f"业绩-{period.name}.xlsx"


def write(env, out, period):
    """Print circular and workbook of a period."""
    circular, workbook = paths(out, period)
    content, _kind = env["ir.actions.report"]._render_qweb_pdf(REPORT, period.ids)
    circular.write_bytes(content)
    workbook.write_bytes(env["telecom.performance.workbook"]._build(period))
