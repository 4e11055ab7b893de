from . import telecom_performance_workbook
from . import telecom_performance_workbook_cards
from . import telecom_performance_workbook_contest
from . import telecom_performance_workbook_duties
from . import telecom_performance_workbook_basis
from . import telecom_performance_workbook_cover
from . import telecom_performance_workbook_arrears
from . import telecom_period_workbook
