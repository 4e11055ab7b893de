from . import close
from . import circular
from . import res_company
from . import res_config_settings
from . import receipt
from . import source
