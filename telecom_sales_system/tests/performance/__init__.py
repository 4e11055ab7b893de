from . import close
from . import ledger
