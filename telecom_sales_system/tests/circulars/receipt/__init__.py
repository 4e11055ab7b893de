from . import test_circular_receipt
