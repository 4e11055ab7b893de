from . import test_training
from . import test_training_access
from . import test_training_figures
from . import test_training_import
from . import test_training_results
