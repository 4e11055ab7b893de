from . import test_circular
