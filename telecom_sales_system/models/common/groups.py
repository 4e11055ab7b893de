"""External ids of the groups, from which everything in Python takes them."""

from odoo.exceptions import AccessError

SALESPERSON = "telecom_sales_system.group_telecom_salesperson"
UNIT_MANAGER = "telecom_sales_system.group_telecom_unit_manager"
SERVICE = "telecom_sales_system.group_telecom_service"
LEADER = "telecom_sales_system.group_telecom_leader"
AUDITOR = "telecom_sales_system.group_telecom_auditor"

# The group of each role, the most powerful first.
ROLE_GROUPS = {
    "service": SERVICE,
    "unit_manager": UNIT_MANAGER,
    "leader": LEADER,
    "auditor": AUDITOR,
    "salesperson": SALESPERSON,
}
# Everybody with a role is in one of these: the other groups imply that of salespeople.
ROLES = (SALESPERSON, LEADER, AUDITOR)
# The attribute ``groups`` of fields that everybody with a role may read.
ANY_ROLE = ",".join(ROLES)
# The attribute ``groups`` of other fields that the addon adds to Odoo's models: portal
# users and visitors read them neither in pages nor by calls.
INTERNAL_USER = "base.group_user"
# Those who see the figures of the whole company.
WHOLE_COMPANY = (SERVICE, LEADER, AUDITOR)


def check_service(env, message):
    """Check that the user belongs to the customer service department.

    Programs (``env.su``) may do what the department may.

    :param message: names the record, and what the department alone does
    :raises AccessError: the user does not belong to it
    """
    if not (env.su or env.user.has_group(SERVICE)):
        raise AccessError(message)
