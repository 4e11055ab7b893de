from . import res_company
from . import res_config_settings
from . import case
from . import debt
from . import close
from . import order
