"""Open an Odoo environment on a database, from a process inside the venv."""

import socket
from contextlib import contextmanager, nullcontext


@contextmanager
def open_env(database, lang=None, server=False):
    """Yield an `odoo.api.Environment` of the superuser; commit if all goes well.

    With `server`, Odoo also answers on a free local port meanwhile, which
    wkhtmltopdf needs for style sheets and images.
    """
    import odoo
    import odoo.modules.registry

    configure(database)
    registry = odoo.modules.registry.Registry(database)
    with _serve_database(database) if server else nullcontext():
        with registry.cursor() as cursor:
            context = {"lang": lang} if lang else {}
            env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, context)
            try:
                yield env
                env.flush_all()
                cursor.commit()
            except BaseException:
                cursor.rollback()
                registry.reset_changes()
                raise
            registry.signal_changes()


def configure(database):
    """Read Odoo's configuration and send its log to ODOO_LOGFILE, once."""
    import odoo.tools

    if odoo.tools.config["db_name"] != [database]:
        options = [f"--database={database}", "--max-cron-threads=0"]
        odoo.tools.config.parse_config(options, setup_logging=True)


def free_port():
    """Return a local port without a listener."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def _serve_database(database):
    import odoo
    from odoo import http
    from odoo.service import server

    port = free_port()
    odoo.tools.config["http_port"] = port
    odoo.tools.config["dbfilter"] = f"^{database}$"
    server.load_server_wide_modules()
    server.server = server.ThreadedServer(http.root)
    server.server.start(stop=False)
    before = _set_report_url(database, f"http://127.0.0.1:{port}")
    try:
        yield
    finally:
        _set_report_url(database, before)
        server.server.stop()


def _set_report_url(database, url):
    """Set the address for wkhtmltopdf; return the value before."""
    import odoo

    with odoo.modules.registry.Registry(database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        before = env["ir.config_parameter"].set_param("report.url", url)
        cursor.commit()
    return before
