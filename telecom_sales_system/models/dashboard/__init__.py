from . import telecom_dashboard_tiles
from . import telecom_dashboard
