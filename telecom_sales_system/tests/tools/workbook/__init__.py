from . import test_report_form
from . import test_workbook_reader
