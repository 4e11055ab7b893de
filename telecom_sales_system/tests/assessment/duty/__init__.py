from . import test_duty
from . import test_duty_faults
from . import test_duty_meeting
from . import test_duty_type
from . import test_duty_upkeep
