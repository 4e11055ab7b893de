from . import telecom_performance_statement
