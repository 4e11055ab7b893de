from odoo.tools import SQL


def disable_jit(env):
    """Let PostgreSQL interpret the queries of this transaction, not compile them.

    Compiling our long queries takes seconds, more than it ever saves.
    """
    env.cr.execute(SQL("SET LOCAL jit = off"))
