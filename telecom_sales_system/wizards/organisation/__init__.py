from . import telecom_salesperson_step
