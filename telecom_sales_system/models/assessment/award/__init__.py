from . import telecom_award_list
from . import telecom_award_list_line
