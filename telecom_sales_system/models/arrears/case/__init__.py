from . import telecom_blacklist_case
from . import telecom_blacklist_case_notice
from . import telecom_blacklist_debt
from . import telecom_blacklist_standing
from . import telecom_blacklist_step
from . import telecom_blacklist_watch
from . import base_partner_merge_automatic_wizard
from . import res_partner
