from . import test_grade_review
from . import test_grade_review_decision
from . import test_grade_review_conduct
