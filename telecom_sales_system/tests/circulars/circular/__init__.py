from . import test_circular_flow
from . import test_circular_kept
from . import test_circular_language
from . import test_circular_number
from . import test_circular_overrides
from . import test_circular_paper
from . import test_circular_prefix
from . import test_circular_seal
