from . import telecom_circular_check
from . import telecom_circular_prefix
from . import telecom_circular_return
