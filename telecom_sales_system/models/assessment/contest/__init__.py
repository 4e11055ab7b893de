from . import telecom_contest
from . import telecom_contest_category
from . import telecom_contest_band
from . import telecom_contest_standing
