from . import telecom_workbook
from . import telecom_paper_mixin
