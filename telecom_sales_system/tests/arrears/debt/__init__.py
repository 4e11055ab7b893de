from . import test_arrears
from . import test_arrears_agree
from . import test_arrears_balance
from . import test_overdue
from . import test_overdue_companies
from . import test_overdue_credits
