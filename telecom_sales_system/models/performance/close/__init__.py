from . import telecom_period
from . import telecom_close_step
from . import telecom_period_run
from . import telecom_period_daily
from . import telecom_period_problem
from . import telecom_period_problem_money
from . import ir_model
