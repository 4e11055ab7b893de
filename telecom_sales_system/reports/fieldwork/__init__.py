from . import telecom_training_results
from . import telecom_marketing_plan
from . import telecom_sales_log
