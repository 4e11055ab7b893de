from . import telecom_performance_statement_print
from . import telecom_revenue_mapping_line
from . import telecom_revenue_mapping
