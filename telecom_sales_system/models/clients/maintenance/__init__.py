from . import telecom_maintenance_budget
from . import telecom_maintenance_share
from . import telecom_maintenance_expense
from . import telecom_maintenance_activity
from . import telecom_maintenance_effect
