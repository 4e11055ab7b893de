from . import telecom_salesperson_registration
from . import telecom_salesperson_registration_line
from . import telecom_people_entry_line
from . import telecom_people_entry
from . import telecom_salesperson_step
from . import telecom_unit_entry_line
from . import telecom_unit_entry
