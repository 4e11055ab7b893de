from . import test_access_buttons
from . import test_access_circulars
from . import test_access_guarded
from . import test_access_incentive
from . import test_access_matrix
from . import test_access_records
from . import test_access_rpc
from . import test_access_screens
