from . import conduct
from . import log
from . import meeting
from . import project
from . import training
from . import visit
from . import test_visit_done
