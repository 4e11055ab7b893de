from . import telecom_target_entry_line
from . import telecom_target_entry
from . import telecom_duty_reopen
from . import telecom_duty_request
from . import telecom_assessment_what_if_line
from . import telecom_assessment_what_if
from . import telecom_assessment_evidence
from . import telecom_assessment_heat
