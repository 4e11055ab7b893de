from . import test_empty_lists

