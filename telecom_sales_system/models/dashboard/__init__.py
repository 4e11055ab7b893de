from . import telecom_dashboard_tiles
from . import telecom_dashboard_people
from . import telecom_dashboard
from . import telecom_dashboard_logs
from . import telecom_dashboard_duties
from . import telecom_dashboard_contest
from . import telecom_dashboard_circulars
