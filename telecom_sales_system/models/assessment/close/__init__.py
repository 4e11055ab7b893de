from . import telecom_period
from . import telecom_visit
from . import telecom_close_step
from . import telecom_period_problem
