from . import telecom_salesperson_registration
from . import telecom_salesperson_registration_line
from . import telecom_salesperson_step
