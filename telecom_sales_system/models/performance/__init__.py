from . import ledger
from . import close
from . import res_company
from . import res_config_settings
