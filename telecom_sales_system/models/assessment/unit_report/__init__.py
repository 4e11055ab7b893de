from . import telecom_unit_report_facts
from . import telecom_unit_report
from . import telecom_unit_report_form
from . import telecom_unit_report_check
from . import telecom_unit_report_version
from . import telecom_unit_report_line
from . import telecom_duty_type
from . import telecom_duty
