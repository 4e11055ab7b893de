from . import close
from . import circular
from . import res_company
from . import telecom_settings_mixin
from . import receipt
from . import source
