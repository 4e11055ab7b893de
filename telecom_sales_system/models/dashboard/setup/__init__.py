from . import res_company
from . import telecom_setup_step
