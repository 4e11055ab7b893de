from . import telecom_metric
from . import telecom_reading
