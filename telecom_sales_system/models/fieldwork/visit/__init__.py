from . import telecom_visit
from . import telecom_visit_check_in
from . import telecom_visit_import
from . import calendar_event
from . import res_partner
