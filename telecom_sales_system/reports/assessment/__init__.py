from . import telecom_grade_review_paper
from . import telecom_award_list_paper
from . import telecom_assessment_matrix
from . import telecom_scorecard
from . import telecom_city_comparison
from . import telecom_assessment_workbook
from . import telecom_unit_report_workbook
