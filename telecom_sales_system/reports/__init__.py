from . import telecom_workbook
from . import telecom_client_card
from . import telecom_client_workbook
from . import telecom_performance_matrix
from . import telecom_performance_circular
from . import telecom_performance_statement
from . import telecom_performance_workbook
from . import telecom_maintenance_budget_statement
