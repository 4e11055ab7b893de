from . import telecom_sales_log
from . import telecom_sales_log_records
from . import telecom_sales_log_due
