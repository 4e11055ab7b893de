from . import test_growth_agrees
from . import test_maintenance_activity
from . import test_maintenance_budget
from . import test_maintenance_concurrency
from . import test_maintenance_effect
from . import test_maintenance_expense
from . import test_maintenance_statement
