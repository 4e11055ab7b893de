from . import test_counted_payment
from . import test_ledger_currency
from . import test_ledger_deposits
from . import test_ledger_discounts
from . import test_ledger_journals
from . import test_ledger_receipts
from . import test_ledger_write_offs
from . import test_money_without_cash
