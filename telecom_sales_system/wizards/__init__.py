from . import telecom_arrears_day
from . import telecom_client_handover
from . import telecom_performance_statement_print
from . import telecom_salesperson_step
from . import telecom_fieldwork_reopen
from . import telecom_training_invite
from . import telecom_visit_plan
from . import telecom_sales_log_inspection
