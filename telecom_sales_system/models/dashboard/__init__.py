from . import telecom_dashboard
from . import telecom_dashboard_person
from . import telecom_dashboard_company
from . import telecom_dashboard_unit
from . import setup
from . import sample
