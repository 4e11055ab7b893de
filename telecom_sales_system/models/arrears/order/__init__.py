from . import telecom_order_override
from . import sale_order
from . import sale_order_line
from . import payment_transaction
from . import crm_lead
