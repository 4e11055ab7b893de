from . import test_ledger_receipts
