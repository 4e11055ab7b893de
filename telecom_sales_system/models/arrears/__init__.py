from . import telecom_arrears
