from . import test_circular_receipt
from . import test_receipt_http
from . import test_receipt_queries
