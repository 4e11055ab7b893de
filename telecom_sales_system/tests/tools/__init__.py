from . import assessment
from . import paper
from . import workbook
from . import test_allocation
from . import test_distance
from . import test_hostile_workbooks
from . import test_pasted_table
from . import test_seal
