from . import test_ledger_currency
from . import test_ledger_deposits
from . import test_ledger_receipts
from . import test_ledger_refunds
from . import test_ledger_split
from . import test_ledger_write_offs
