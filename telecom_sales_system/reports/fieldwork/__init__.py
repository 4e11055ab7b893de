from . import report_training_results
from . import report_marketing_plan
from . import report_sales_log
