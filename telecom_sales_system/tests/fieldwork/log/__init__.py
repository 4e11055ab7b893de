from . import test_sales_log
from . import test_sales_log_due
from . import test_sales_log_inspection
from . import test_sales_log_reminder
