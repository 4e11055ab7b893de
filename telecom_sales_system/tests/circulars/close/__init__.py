from . import test_circular_duties
from . import test_close
from . import test_closed_month
from . import test_close_killed
from . import test_close_speed
from . import test_frozen_workbook
from . import test_workbook
from . import test_workbook_large
