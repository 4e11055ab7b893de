from . import res_users
from . import ir_rule
from . import base
from . import res_partner
from . import res_partner_bank
from . import calendar_event
from . import sale_report
from . import crm_lead
