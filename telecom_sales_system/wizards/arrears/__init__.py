from . import telecom_arrears_day
