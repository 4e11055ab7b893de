from . import telecom_fieldwork_reopen
from . import telecom_training_invite
from . import telecom_visit_plan
from . import telecom_sales_log_inspection
from . import telecom_project_entry
from . import telecom_project_entry_line
