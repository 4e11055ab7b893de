"""Set-up steps, with the Python standard library alone."""
