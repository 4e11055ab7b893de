from . import test_marketing_project
from . import test_marketing_project_figures
from . import test_training
from . import test_training_access
from . import test_training_circular
from . import test_training_figures
from . import test_training_import
