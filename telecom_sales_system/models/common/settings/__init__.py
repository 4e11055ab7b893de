from . import telecom_settings_mixin
from . import res_config_settings
from . import telecom_settings
