from . import calendar_event
from . import telecom_fault_mixin
from . import telecom_duty_type
from . import telecom_duty
from . import telecom_duty_proof
from . import ir_model
