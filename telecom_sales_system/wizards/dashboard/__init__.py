from . import telecom_sample_year
from . import telecom_setup_company
from . import telecom_setup_year
from . import telecom_setup_check_line
from . import telecom_setup_check
