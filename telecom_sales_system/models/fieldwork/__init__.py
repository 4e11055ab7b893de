from . import training
from . import project
from . import res_company
from . import res_config_settings
from . import conduct
from . import visit
from . import log
from . import meeting
