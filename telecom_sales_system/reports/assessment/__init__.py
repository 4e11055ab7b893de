from . import report_grade_review
from . import report_award_list
from . import report_scorecard
from . import report_city_comparison
from . import telecom_assessment_workbook
from . import telecom_unit_report
from . import telecom_unit_report_workbook
