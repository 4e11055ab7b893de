from . import res_partner
from . import telecom_client_survey
from . import telecom_client_survey_line
