from . import test_department_settings
from . import test_sample_company
from . import test_setup_page
from . import test_setup_tour
