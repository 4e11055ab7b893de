from . import test_access_rows
from . import test_bounds
from . import test_company_fields
from . import test_measures
from . import test_merge
from . import test_routes
from . import test_shape
from . import test_translations
