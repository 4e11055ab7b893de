from . import telecom_period
from . import telecom_period_workbook
from . import telecom_close_step
from . import telecom_period_problem
from . import telecom_duty_type
from . import telecom_duty
