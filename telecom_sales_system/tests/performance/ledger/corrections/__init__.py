from . import test_ledger_changes
from . import test_ledger_corrections
from . import test_ledger_credit_notes
from . import test_ledger_incentive_returns
from . import test_ledger_mirrored_refunds
from . import test_ledger_refunds
