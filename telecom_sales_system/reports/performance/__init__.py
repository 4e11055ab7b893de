from . import report_performance_statement
