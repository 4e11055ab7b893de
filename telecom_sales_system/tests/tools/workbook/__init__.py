from . import test_number_text
from . import test_report_form
from . import test_workbook_reader
from . import test_workbook_rows
from . import test_workbook_text
