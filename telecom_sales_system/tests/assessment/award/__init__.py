from . import test_award_list
from . import test_award_veto
