from . import account_move_line
from . import account_partial_reconcile
from . import telecom_arrears
from . import telecom_arrears_figures
from . import telecom_arrears_item
from . import telecom_arrears_balance
from . import res_partner
