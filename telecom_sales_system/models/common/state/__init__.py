from . import telecom_state_mixin
from . import telecom_state_part_mixin
