from . import client
from . import contact
from . import tier
from . import close
from . import survey
from . import res_company
from . import res_config_settings
from . import maintenance
