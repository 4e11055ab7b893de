from . import test_arrears
from . import test_overdue
from . import test_arrears_balance
