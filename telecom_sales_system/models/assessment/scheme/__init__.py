from . import telecom_assessment_scheme
from . import telecom_assessment_section
from . import telecom_assessment_condition
from . import telecom_assessment_indicator
from . import telecom_assessment_award
from . import telecom_target_grid
