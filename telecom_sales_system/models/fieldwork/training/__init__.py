from . import telecom_training
from . import telecom_training_session
from . import telecom_training_attendance
from . import telecom_training_results
