"""Bootstrap of a private Odoo 19, and the commands that use it."""
