from . import telecom_circular_receipt
