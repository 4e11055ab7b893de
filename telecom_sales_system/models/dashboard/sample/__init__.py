from . import res_company
from . import telecom_sample_company
from . import telecom_sample_company_removal
