"""Words that the rooms' tables of rights are written in.

Rights are a word per role, in the order of ROLES; its letters are those of OPERATIONS.
"""

ROLES = ("plain", "salesperson", "unit_manager", "service", "leader", "auditor")
OPERATIONS = ("read", "write", "create", "unlink")

READ = "r..."
FULL = "rwcu"
NONE = "...."
MASTER_DATA = (NONE, READ, READ, FULL, READ, READ)


def screens(everybody=(), managers=(), service=(), settings=()):
    """Return the models behind the menus of each role.

    :param everybody: for all roles of the app
    :param managers: for unit managers, the customer service department, leaders and
        auditors
    :param service: for the customer service department, leaders and auditors
    :param settings: below Configuration, for the department and auditors
    """
    by_role = {"plain": [], "salesperson": [*everybody]}
    by_role["unit_manager"] = [*everybody, *managers]
    by_role["leader"] = [*everybody, *managers, *service]
    for role in ("service", "auditor"):
        by_role[role] = [*by_role["leader"], *settings]
    return by_role
