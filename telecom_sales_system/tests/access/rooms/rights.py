"""Words that the rooms say in who reads their records, and who sees which screens."""

ROLES = ("plain", "salesperson", "unit_manager", "service", "leader", "auditor")

# Whose records salespeople and unit managers read; the others read the whole company's.
OWN_AND_UNIT = "the own ones, those of the managed units"
UNIT = "managers those of their units, salespeople none"
COMMON = "all"
STAFF = "neither"

# Models with records of no company, which every company reads
SHARED = {
    "telecom.assessment.award",
    "telecom.assessment.condition",
    "telecom.assessment.indicator",
    "telecom.assessment.scheme",
    "telecom.assessment.section",
    "telecom.marketing.project.stage",
    "telecom.experience.tag",
    "telecom.circular.template",
    "telecom.metric",
    "telecom.duty.type",
    "telecom.revenue.line",
    "telecom.revenue.line.rate",
    "telecom.salesperson.grade",
}


def reach(own_and_unit=(), unit=(), common=(), staff=()):
    """Return ``{model: whose records salespeople and unit managers read}``."""
    return (
        dict.fromkeys(own_and_unit, OWN_AND_UNIT)
        | dict.fromkeys(unit, UNIT)
        | dict.fromkeys(common, COMMON)
        | dict.fromkeys(staff, STAFF)
    )


def screens(everybody=(), managers=(), service=(), settings=(), department=()):
    """Return the models behind the menus of each role.

    :param everybody: for all roles of the app
    :param managers: for unit managers, the customer service department, leaders and
        auditors
    :param service: for the customer service department, leaders and auditors
    :param settings: below Configuration, for the department and auditors
    :param department: below Configuration, for the department alone
    """
    by_role = {"plain": [], "salesperson": [*everybody]}
    by_role["unit_manager"] = [*everybody, *managers]
    by_role["leader"] = [*everybody, *managers, *service]
    for role in ("service", "auditor"):
        by_role[role] = [*by_role["leader"], *settings]
    by_role["service"] += department
    return by_role
