from . import report_client_card
from . import telecom_client_file
from . import telecom_client_workbook
from . import report_maintenance_budget_statement
