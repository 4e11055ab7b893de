from . import telecom_client_tier
from . import telecom_client_tier_history
from . import telecom_client_revenue
from . import res_partner
from . import res_partner_revenue
from . import res_partner_industry
from . import telecom_salesperson
