from . import test_circular_award
from . import test_circular_sources
from . import test_early_warning
from . import test_matrix
from . import test_statement
