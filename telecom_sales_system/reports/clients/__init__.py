from . import telecom_client_card
from . import telecom_client_workbook
from . import telecom_maintenance_budget_statement
