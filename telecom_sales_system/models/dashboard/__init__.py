from . import telecom_dashboard
from . import telecom_dashboard_person
from . import telecom_dashboard_company
from . import telecom_dashboard_unit
from . import telecom_dashboard_decisions
from . import ir_http
from . import setup
from . import sample
