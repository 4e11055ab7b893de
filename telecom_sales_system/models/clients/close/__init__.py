from . import telecom_close_step
from . import telecom_period_problem
