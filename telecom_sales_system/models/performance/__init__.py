from . import ledger
from . import close
from . import account_journal
from . import res_company
from . import res_config_settings
from . import telecom_salesperson
