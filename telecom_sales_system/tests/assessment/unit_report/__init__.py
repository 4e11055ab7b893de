from . import test_unit_report
from . import test_unit_report_duty
from . import test_unit_report_files
from . import test_unit_report_gone
from . import test_unit_report_rights
from . import test_unit_report_workbook
