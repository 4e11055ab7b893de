from . import telecom_target
from . import telecom_target_phasing
