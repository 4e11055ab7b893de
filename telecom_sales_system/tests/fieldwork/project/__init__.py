from . import test_marketing_project
from . import test_marketing_project_figures
from . import test_project_stages
from . import test_project_entry
