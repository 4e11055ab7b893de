from . import account_move
from . import telecom_client_revenue
from . import res_partner
from . import base_partner_merge_automatic_wizard
from . import res_partner_industry
from . import telecom_client_whitespace
from . import telecom_salesperson
from . import res_users
