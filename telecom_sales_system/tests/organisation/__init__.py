from . import test_days
from . import test_crm_team
from . import test_refusals
from . import test_sales_unit
from . import test_salesperson
from . import test_salesperson_assignment
from . import test_salesperson_step
