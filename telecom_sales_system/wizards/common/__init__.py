from . import telecom_confirmation
