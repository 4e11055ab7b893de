from . import telecom_arrears
from . import telecom_arrears_item
from . import res_partner
