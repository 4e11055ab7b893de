from . import telecom_circular
