from . import telecom_grade_review
from . import telecom_grade_review_proposals
from . import telecom_grade_review_line
from . import calendar_event
from . import telecom_salesperson
