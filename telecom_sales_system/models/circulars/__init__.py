from . import telecom_period
