from . import test_contest
from . import test_contest_rights
from . import test_contest_direction
