from . import telecom_shared_mixin
from . import telecom_settings_mixin
from . import res_partner
from . import telecom_sales_unit
from . import telecom_salesperson_grade
from . import crm_team
from . import telecom_salesperson
from . import telecom_salesperson_assignment
