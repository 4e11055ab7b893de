from . import ledger
from . import close
from . import account_journal
from . import res_company
from . import telecom_settings_mixin
from . import telecom_salesperson
