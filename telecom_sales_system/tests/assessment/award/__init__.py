from . import test_award_list
