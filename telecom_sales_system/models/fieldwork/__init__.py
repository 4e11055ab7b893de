from . import training
from . import project
from . import res_company
from . import telecom_settings_mixin
from . import conduct
from . import visit
from . import log
from . import meeting
