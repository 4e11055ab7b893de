from . import telecom_arrears_day
from . import telecom_arrears_start
from . import telecom_arrears_start_line
