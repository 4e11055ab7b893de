from . import telecom_state_mixin
