from . import res_company
from . import telecom_settings_mixin
from . import case
from . import debt
from . import close
from . import order
