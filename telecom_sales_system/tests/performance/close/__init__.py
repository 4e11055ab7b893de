from . import test_period
from . import test_period_concurrency
from . import test_period_daily
from . import test_period_guards
from . import test_period_problem
from . import test_two_bureaus
