from . import (
    test_close,
    test_close_killed,
    test_close_speed,
    test_matrix,
    test_statement,
    test_workbook,
    test_workbook_large,
)
from . import test_early_warning
from . import test_circular_flow
from . import test_circular_kept
from . import test_circular_number
from . import test_circular_receipt
from . import test_circular_seal
from . import test_circular_sources
from . import test_circular_duties
from . import test_circular_award
from . import test_circular_paper
from . import test_circular_overrides
