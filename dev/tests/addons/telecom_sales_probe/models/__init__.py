from . import telecom_probe
from . import telecom_metric
from . import telecom_duty
from . import telecom_circular_source
from . import telecom_close_step
from . import telecom_period_problem
from . import telecom_dashboard
from . import telecom_performance_workbook
