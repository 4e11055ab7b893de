from . import assessment
from . import papers
from . import workbooks
from . import test_allocation
from . import test_distance
from . import test_seal
