from . import test_target
from . import test_target_cascade
from . import test_target_entry
from . import test_target_grid
from . import test_target_import
