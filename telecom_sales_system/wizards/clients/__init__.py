from . import telecom_client_handover
