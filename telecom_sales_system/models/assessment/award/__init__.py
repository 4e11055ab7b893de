from . import telecom_award_list
from . import telecom_award_list_line
from . import telecom_integrity_case
