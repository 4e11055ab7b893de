from . import corrections
from . import receipts
from . import test_ledger_attribution
from . import test_ledger_incentives
from . import test_ledger_new_business
from . import test_ledger_property
from . import test_ledger_speed
from . import test_ledger_split
